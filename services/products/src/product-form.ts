import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import { MAX_IMAGE_BYTES } from '@ecommerce/contracts';
import { ApiError } from '@ecommerce/service-kit/http';
import busboy from 'busboy';
import type { ImageStore } from './image-store.ts';
import { storeImage } from './store-image.ts';

export interface ProductForm {
  /** The text fields, numbers read as such; still to be validated. */
  fields: Record<string, unknown>;
  /** The key of an image that is already stored; the caller must have it removed if it rejects the product. */
  imageKey?: string;
  /** The first issue of the form, if there is one. */
  issue?: unknown;
}

/** Reads a multipart form and streams its file `image` into the store on the way. */
export async function readProductForm(req: IncomingMessage, images: ImageStore): Promise<ProductForm> {
  const form: ProductForm = { fields: Object.create(null) };
  const addIssue = (issue: unknown) => {
    form.issue ??= issue;
  };
  const addInvalid = (field: string, message: string) =>
    addIssue(new ApiError('invalid_value', { message, field }));
  let upload: Promise<void> | undefined;
  const parser = createParser(req);
  // The parser can report a second error after the first was handled; without a listener that would end the process.
  parser.on('error', () => {});
  parser.on('field', (name, value, { valueTruncated }) => {
    if (valueTruncated) addInvalid(name, 'Is too long.');
    if (name in form.fields) addInvalid(name, 'Must be given once.');
    form.fields[name] = toNumberIfNumeric(name, value);
  });
  parser.on('file', (name, file) => {
    // The parser reports the same error.
    file.on('error', () => {});
    if (name !== 'image' || upload) {
      addInvalid(name, 'Send one file, in the field `image`.');
      return file.resume();
    }
    upload = storeImage(file, images).then((key) => {
      form.imageKey = key;
    }, addIssue);
    // The parser goes on only when the rest of an image that was rejected has been read.
    upload.finally(() => file.resume());
  });
  for (const limit of ['fieldsLimit', 'filesLimit'] as const)
    parser.on(limit, () =>
      addIssue(new ApiError('invalid_form', { message: 'The form has too many parts.' })),
    );
  // Not `pipeline`: that would close the request, and with it the connection for the answer.
  finished(req, (error) => error && parser.destroy(error));
  req.pipe(parser);
  const broken = await once(parser, 'close').then(
    () => undefined,
    () => new ApiError('invalid_form'),
  );
  await upload;
  // An image that breaks off with its form is no error of the store.
  return broken ? { ...form, issue: broken } : form;
}

function createParser(req: IncomingMessage): busboy.Busboy {
  // The parser treats a file that just reaches its limit as one that exceeds it.
  const fileSize = MAX_IMAGE_BYTES + 1;
  const limits = { fileSize, files: 2, fields: 10, fieldSize: 10_000 };
  try {
    return busboy({ headers: req.headers, limits });
  } catch {
    throw new ApiError('invalid_form');
  }
}

/** Matches each text in one way only: with several, a long text that is not a number would take seconds. */
const NUMBER = /^\s*-?(?:\d+(?:\.\d+)?|\.\d+)\s*$/;

const toNumberIfNumeric = (name: string, value: string): unknown =>
  (name === 'price' || name === 'quantity') && NUMBER.test(value) ? Number(value) : value;
