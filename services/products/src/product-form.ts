import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import { BadRequest } from '@ecommerce/shared';
import busboy from 'busboy';
import type { ImageStore } from './images.ts';
import { MAX_IMAGE_BYTES, storePicture } from './picture.ts';

export interface ProductForm {
  /** The text fields, numbers read as such; still to be validated. */
  fields: Record<string, unknown>;
  /** The key of a picture that is in the store already; whoever refuses the product has to have it removed. */
  imageKey?: string;
  /** What is wrong with the form, if anything. */
  fault?: unknown;
}

/** Reads a multipart form, its file `image` streamed into the store on the way. */
export async function readProductForm(req: IncomingMessage, images: ImageStore): Promise<ProductForm> {
  const form: ProductForm = { fields: Object.create(null) };
  const blame = (fault: unknown) => {
    form.fault ??= fault;
  };
  let upload: Promise<void> | undefined;
  const parser = createParser(req);
  // It can tell of a second fault when the first has been taken up; unheard, that would end the process.
  parser.on('error', () => {});
  parser.on('field', (name, value, { valueTruncated }) => {
    if (valueTruncated) blame(new BadRequest('is too long', name));
    if (name in form.fields) blame(new BadRequest('must be given once', name));
    form.fields[name] = numeric(name, value);
  });
  parser.on('file', (name, file) => {
    // The parser tells of the same error.
    file.on('error', () => {});
    if (name !== 'image' || upload) {
      blame(new BadRequest('must be the one file field `image`', name));
      return file.resume();
    }
    upload = storePicture(file, images).then((key) => {
      form.imageKey = key;
    }, blame);
    // The form goes on behind a picture that nobody takes any more.
    upload.finally(() => file.resume());
  });
  for (const limit of ['fieldsLimit', 'filesLimit'] as const)
    parser.on(limit, () => blame(new BadRequest('The form has too many parts')));
  // Not `pipeline`: that would close the request, and with it the way for the answer.
  finished(req, (error) => error && parser.destroy(error));
  req.pipe(parser);
  const broken = await once(parser, 'close').then(
    () => undefined,
    () => new BadRequest('The form is malformed'),
  );
  await upload;
  // A picture that breaks off with its form is no fault of the store.
  return broken ? { ...form, fault: broken } : form;
}

function createParser(req: IncomingMessage): busboy.Busboy {
  // The parser takes a file that just reaches its limit for one that exceeds it.
  const fileSize = MAX_IMAGE_BYTES + 1;
  const limits = { fileSize, files: 2, fields: 10, fieldSize: 10_000 };
  try {
    return busboy({ headers: req.headers, limits });
  } catch {
    throw new BadRequest('The form is malformed');
  }
}

/** One way to read each text: with several, a long one that is no number would take seconds. */
const NUMBER = /^\s*-?(?:\d+(?:\.\d+)?|\.\d+)\s*$/;

const numeric = (name: string, value: string): unknown =>
  (name === 'price' || name === 'quantity') && NUMBER.test(value) ? Number(value) : value;
