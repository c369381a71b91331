import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { finished, type Readable } from 'node:stream';
import { MAX_IMAGE_BYTES } from '@ecommerce/contracts';
import { ApiError } from '@ecommerce/service-kit/http';
import busboy from 'busboy';
import type { FormFile } from './store-image.ts';

export interface ProductForm {
  /** Text fields that are not empty, with numbers parsed; not yet validated. */
  fields: Record<string, unknown>;
  /** Key of an image that is already stored; the caller must remove it when it rejects the product. */
  imageKey?: string;
  /** First issue of the form, if any. */
  issue?: unknown;
}

/** Reads a multipart form; `store` stores its file `image` and returns the key. */
export async function readProductForm(
  req: IncomingMessage,
  store: (file: FormFile) => Promise<string>,
): Promise<ProductForm> {
  const form: ProductForm = { fields: Object.create(null) };
  const addIssue = (issue: unknown) => {
    form.issue ??= issue;
  };
  const addInvalid = (field: string, message: string) =>
    addIssue(new ApiError('invalid_value', { message, field }));
  const uploads: Promise<void>[] = [];
  let hasImage = false;
  const parser = createParser(req);
  // The parser can emit a second error after the first was handled; without a listener it would end the process.
  parser.on('error', () => {});
  parser.on('field', (name, value, { valueTruncated }) => {
    if (valueTruncated) addInvalid(name, 'Is too long.');
    if (name in form.fields) addInvalid(name, 'Must be given once.');
    form.fields[name] = toNumberIfNumeric(name, value);
  });
  parser.on('file', (name, file, { filename }) => {
    // The parser emits the same error.
    file.on('error', () => {});
    // The parser continues only after the rest of a rejected image has been read.
    uploads.push(
      receive(name, file, filename)
        .catch(addIssue)
        .finally(() => void file.resume()),
    );
  });
  async function receive(name: string, file: FormFile, filename?: string): Promise<void> {
    // Browsers send a file field without a file as a part without a name and content.
    if (!filename && (await isEmpty(file))) return;
    if (name !== 'image' || hasImage) return addInvalid(name, 'Send one file, in the field `image`.');
    hasImage = true;
    form.imageKey = await store(file);
  }
  for (const limit of ['fieldsLimit', 'filesLimit'] as const)
    parser.on(limit, () =>
      addIssue(new ApiError('invalid_form', { message: 'The form has too many parts.' })),
    );
  // Not `pipeline`, which would close the request and with it the connection for the response.
  finished(req, (error) => error && parser.destroy(error));
  req.pipe(parser);
  const broken = await once(parser, 'close').then(
    () => undefined,
    () => new ApiError('invalid_form'),
  );
  await Promise.all(uploads);
  for (const [name, value] of Object.entries(form.fields)) if (value === '') delete form.fields[name];
  // When the whole form breaks off, the store is not to blame for its image.
  return broken ? { ...form, issue: broken } : form;
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
