import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { BadRequest } from '@ecommerce/shared';
import busboy from 'busboy';
import { fileTypeFromBuffer } from 'file-type';
import type { ImageStore, StoredImage } from './images.ts';

const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
/** What file-type needs to see, at most. */
const HEAD_BYTES = 4100;
const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp']);

export interface ProductForm {
  /** The text fields, numbers read as such; still to be validated. */
  fields: Record<string, unknown>;
  image?: StoredImage;
}

/**
 * Reads a multipart form, streaming its file `image` into the store on the way.
 * @throws BadRequest for a malformed form, a wrong type or too large a file; nothing of it stays stored then
 */
export async function readProductForm(req: IncomingMessage, images: ImageStore): Promise<ProductForm> {
  const fields: Record<string, unknown> = Object.create(null);
  let upload: Promise<StoredImage> | undefined;
  let fault: unknown;
  const parser = createParser(req);
  parser.on('field', (name, value) => {
    fields[name] = numeric(name, value);
  });
  parser.on('file', (name, file) => {
    if (name === 'image' && !upload) upload = storeImage(file, images);
    else {
      fault ??= new BadRequest('must be the one file field `image`', name);
      file.resume();
    }
    upload?.catch(() => file.resume());
  });
  for (const limit of ['fieldsLimit', 'filesLimit', 'partsLimit'] as const)
    parser.on(limit, () => {
      fault ??= new BadRequest('The form has too many parts');
    });
  req.on('aborted', () => parser.destroy(new Error('the client went away')));
  req.pipe(parser);
  await once(parser, 'close').catch(() => {
    fault ??= new BadRequest('The form is malformed');
  });
  const image = await upload?.catch((error: unknown) => {
    fault ??= error;
    return undefined;
  });
  if (!fault) return { fields, image };
  if (image) await images.remove(image.key).catch(() => {});
  throw fault;
}

function createParser(req: IncomingMessage): busboy.Busboy {
  try {
    return busboy({
      headers: req.headers,
      limits: { fileSize: MAX_IMAGE_BYTES, files: 2, fields: 10, fieldSize: 10_000, fieldNameSize: 100 },
    });
  } catch {
    throw new BadRequest('The form is malformed');
  }
}

const numeric = (name: string, value: string): unknown =>
  (name === 'price' || name === 'quantity') && value.trim() !== '' && !Number.isNaN(Number(value))
    ? Number(value)
    : value;

async function storeImage(
  file: Readable & { truncated?: boolean },
  images: ImageStore,
): Promise<StoredImage> {
  const head = await readHead(file);
  const type = await fileTypeFromBuffer(head);
  if (!type || !TYPES.has(type.mime)) throw new BadRequest('must be a JPEG, PNG or WebP picture', 'image');
  const content = new PassThrough();
  content.write(head);
  file.on('error', (error) => content.destroy(error));
  file.pipe(content);
  const stored = await images.put(content, type);
  if (!file.truncated) return stored;
  await images.remove(stored.key).catch(() => {});
  throw new BadRequest('must be at most 10 MiB', 'image');
}

async function readHead(file: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < HEAD_BYTES && !file.readableEnded) {
    const chunk: Buffer | null = file.read();
    if (chunk) {
      chunks.push(chunk);
      size += chunk.length;
    } else if (!file.readableEnded) await Promise.race([once(file, 'readable'), once(file, 'end')]);
  }
  return Buffer.concat(chunks);
}
