import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { finished, type Readable } from 'node:stream';
import { MAX_FORM_BYTES, MAX_IMAGE_BYTES } from '@ecommerce/contracts';
import { ApiError, limitBody } from '@ecommerce/service-kit/http';
import busboy from 'busboy';
import type { StoredImage } from './product-image.ts';

export interface ProductForm {
  /** Text fields that are not empty, with numbers parsed; not yet validated. */
  fields: Record<string, unknown>;
  /** An image that is already stored; the caller must remove it when it rejects the product. */
  image?: StoredImage;
  /** First issue of the form, if any. */
  issue?: unknown;
}

/**
 * Reads a multipart form, up to its first issue; the error handler discards the rest. `store` stores its file `image`.
 * @throws ApiError `invalid_form` before reading
 */
export async function readProductForm(
  req: IncomingMessage,
  store: (file: Readable) => Promise<StoredImage>,
): Promise<ProductForm> {
  const form: ProductForm = { fields: Object.create(null) };
  const parser = createParser(req);
  const closed = new Promise((resolve) => parser.once('close', resolve));
  const addIssue = (issue: unknown) => {
    if (form.issue) return;
    form.issue = issue;
    req.unpipe(parser);
    // Not while the parser emits an event: it would continue with what it has just closed.
    process.nextTick(() => parser.destroy());
  };
  const addInvalid = (field: string, message: string) =>
    addIssue(new ApiError('invalid_value', { message, field }));
  const uploads: Promise<void>[] = [];
  let hasImage = false;
  // Before the parser closes its file, so that the store is not to blame for an image when the whole form breaks off.
  parser.on('error', () => addIssue(new ApiError('invalid_form')));
  parser.on('field', (name, value, { valueTruncated }) => {
    if (valueTruncated) addInvalid(name, 'Is too long.');
    if (name in form.fields) addInvalid(name, 'Must be given once.');
    form.fields[name] = toNumberIfNumeric(name, value);
  });
  parser.on('file', (name, file, { filename }) => {
    // The parser emits the same error.
    file.on('error', () => {});
    file.once('limit', () => addIssue(new ApiError('image_too_large', { field: 'image' })));
    // The parser continues only after the rest of an unused file has been read.
    uploads.push(
      receive(name, file, filename)
        .catch(addIssue)
        .finally(() => void file.resume()),
    );
  });
  async function receive(name: string, file: Readable, filename?: string): Promise<void> {
    // Browsers send a file field without a file as a part without a name and content.
    if (!filename && (await isEmpty(file))) return;
    if (name !== 'image' || hasImage) return addInvalid(name, 'Send one file, in the field `image`.');
    hasImage = true;
    form.image = await store(file);
  }
  for (const limit of ['fieldsLimit', 'filesLimit'] as const)
    parser.on(limit, () =>
      addIssue(new ApiError('invalid_form', { message: 'The form has too many parts.' })),
    );
  // A body without `Content-Length` can be of any length.
  limitBody(req, MAX_FORM_BYTES, () => addIssue(formTooLarge()));
  // Not `pipeline`, which would close the request and with it the connection for the response.
  finished(req, (error) => error && parser.destroy(error));
  req.pipe(parser);
  await closed;
  await Promise.all(uploads);
  for (const [name, value] of Object.entries(form.fields)) if (value === '') delete form.fields[name];
  return form;
}

const formTooLarge = () =>
  new ApiError('body_too_large', {
    message: 'The form must be at most 12 MiB, with an image of at most 10 MiB.',
  });

/** Rejects a form that is too large before it is read. @throws ApiError `body_too_large` */
export function assertFormSize({ headers }: IncomingMessage): void {
  if (Number(headers['content-length'] ?? 0) > MAX_FORM_BYTES) throw formTooLarge();
}

/** Waits for the first bytes or the end of a file. */
async function isEmpty(file: Readable): Promise<boolean> {
  if (file.readableLength === 0) await Promise.race([once(file, 'readable'), once(file, 'close')]);
  return file.readableLength === 0;
}

function createParser(req: IncomingMessage): busboy.Busboy {
  // The parser reports a file of exactly the limit as too large.
  const fileSize = MAX_IMAGE_BYTES + 1;
  const limits = { fileSize, files: 2, fields: 10, fieldSize: 10_000 };
  try {
    return busboy({ headers: req.headers, limits });
  } catch {
    throw new ApiError('invalid_form');
  }
}

/** Matches without backtracking: otherwise a long text that is not a number would take seconds. */
const NUMBER = /^\s*-?(?:\d+(?:\.\d+)?|\.\d+)\s*$/;

const toNumberIfNumeric = (name: string, value: string): unknown =>
  (name === 'price' || name === 'quantity') && NUMBER.test(value) ? Number(value) : value;
