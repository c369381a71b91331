import type { Readable } from 'node:stream';
import { ApiError } from '@ecommerce/service-kit/http';
import { fileTypeFromBuffer } from 'file-type';
import type { ImageFormat, ImageProcessor } from './image-processor.ts';
import type { ImageStore } from './image-store.ts';

/** A file of a form; `truncated` if it is larger than the limit. */
export type FormFile = Readable & { truncated?: boolean };

const formats = new Map<string, ImageFormat>([
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
]);

/**
 * Reads an image, encodes it again and stores it. Its content tells the type, not its name.
 * @returns the key
 * @throws ApiError `invalid_image` for another type, or if it cannot be decoded; `image_too_large`; `unavailable` when
 *   the store is down; the error of the stream when it breaks
 */
export async function storeImage(
  file: FormFile,
  processor: ImageProcessor,
  images: ImageStore,
): Promise<string> {
  const image = Buffer.concat(await file.toArray());
  if (file.truncated) throw new ApiError('image_too_large', { field: 'image' });
  const type = await fileTypeFromBuffer(image);
  const format = type && formats.get(type.mime);
  if (!format) throw new ApiError('invalid_image', { field: 'image' });
  return images.put(await processor.reencode(image, format), type);
}
