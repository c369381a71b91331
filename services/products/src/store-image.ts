import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { ApiError } from '@ecommerce/service-kit/http';
import { fileTypeFromBuffer } from 'file-type';
import type { ImageStore } from './image-store.ts';

/** Number of leading bytes that file-type reads at most. */
const HEAD_BYTES = 4100;
const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp']);

/**
 * Streams an image into the store, after detecting its type from its first bytes.
 * @returns the key
 * @throws ApiError `invalid_image` for another type; `image_too_large`; `unavailable` when the store is down or the
 *   stream breaks
 */
export async function storeImage(file: Readable, images: ImageStore): Promise<string> {
  const head = await readHead(file);
  const type = await fileTypeFromBuffer(head);
  if (!type || !TYPES.has(type.mime)) throw new ApiError('invalid_image', { field: 'image' });
  const content = new PassThrough();
  file.on('error', (error) => content.destroy(error));
  file.on('limit', () => content.destroy(new ApiError('image_too_large', { field: 'image' })));
  content.on('error', () => {});
  content.write(head);
  file.pipe(content);
  try {
    return await images.put(content, type);
  } finally {
    // Not destroyed, so that the parser can read the form to its end.
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
