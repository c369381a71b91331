const BOUNDARY = 'a-boundary-of-these-tests';
export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
export const part = (header: string, content: Buffer | string) =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${header}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
export const end = Buffer.from(`--${BOUNDARY}--\r\n`);
/** Malformed in two ways, so that the parser reports two errors. */
export const withBrokenHeader = Buffer.from(`--${BOUNDARY}\r\n-1--${BOUNDARY}--\r\n`);
export const fields = Buffer.concat([
  part('name="title"', 'A teapot'),
  part('name="price"', '19.99'),
  part('name="quantity"', '5'),
]);
/** Builds the file field `image`. */
export const image = (bytes: Buffer) => part('name="image"; filename="a.png"', bytes);
