import type { Readable } from 'node:stream';
import { ApiError } from '@ecommerce/service-kit/http';
import { fileTypeFromBuffer } from 'file-type';
import type { ImageFormat, ImageProcessor } from './image-processor.ts';
import type { ImageStore } from './image-store.ts';
import type { StoredImage } from './product-image.ts';

const formats = new Map<string, ImageFormat>([
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
]);

/**
 * Reads an image, encodes it again and stores it. Its content tells the type, not its name.
 * @param assertFits throws when the store has no room for an image of this size
 * @returns its key and size
 * @throws ApiError `invalid_image` for another type, or if it cannot be decoded; `image_too_large` for too many pixels; `unavailable` when
 *   the store is down; the error of the stream when it breaks
 */
export async function storeImage(
  file: Readable,
  processor: ImageProcessor,
  images: ImageStore,
  assertFits: (bytes: number) => void = () => {},
): Promise<StoredImage> {
  const image = Buffer.concat(await file.toArray());
  const type = await fileTypeFromBuffer(image);
  const format = type && formats.get(type.mime);
  if (!format) throw new ApiError('invalid_image', { field: 'image' });
  const stored = await processor.reencode(image, format);
  assertFits(stored.length);
  return { key: await images.put(stored, type), bytes: stored.length };
}
