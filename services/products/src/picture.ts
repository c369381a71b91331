import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { BadRequest } from '@ecommerce/shared';
import { fileTypeFromBuffer } from 'file-type';
import type { ImageStore } from './images.ts';

export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
/** What file-type needs to see, at most. */
const HEAD_BYTES = 4100;
const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp']);

/**
 * Streams a picture into the store, its type told by its first bytes.
 * @returns its key
 * @throws BadRequest for another type; Unavailable when the store is away, or the picture breaks off
 */
export async function storePicture(file: Readable, images: ImageStore): Promise<string> {
  const head = await readHead(file);
  const type = await fileTypeFromBuffer(head);
  if (!type || !TYPES.has(type.mime)) throw new BadRequest('must be a JPEG, PNG or WebP picture', 'image');
  const content = new PassThrough();
  file.on('error', (error) => content.destroy(error));
  file.on('limit', () => content.destroy(new BadRequest('must be at most 10 MiB', 'image')));
  content.on('error', () => {});
  content.write(head);
  file.pipe(content);
  try {
    return await images.put(content, type);
  } finally {
    // Not destroyed, so that the form around it can be read to its end.
    file.unpipe(content);
  }
}

async function readHead(file: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < HEAD_BYTES && file.readable) {
    const chunk: Buffer | null = file.read();
    if (chunk) {
      chunks.push(chunk);
      size += chunk.length;
    } else await Promise.race([once(file, 'readable'), once(file, 'end'), once(file, 'close')]);
  }
  return Buffer.concat(chunks);
}
