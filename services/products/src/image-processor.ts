import { ApiError } from '@ecommerce/service-kit/http';
import { Bulkhead } from '@ecommerce/service-kit/runtime';
import sharp from 'sharp';

/** A photo of 50 megapixels takes 190 MB of memory, as most of its pixels are dropped while it is decoded. */
const MAX_PIXELS = 50_000_000;
/** Pixels of the longer side. */
const MAX_SIDE = 2560;
/** Images that are decoded at the same time; the container has memory for one. */
const CONCURRENCY = 1;
const QUEUE_LIMIT = 64;

export type ImageFormat = 'jpeg' | 'png' | 'webp';

/**
 * Decodes uploaded images and encodes them again. Only the pixels are left: no metadata, such as the place where a photo
 * was taken, and no content of another type hidden in the file.
 */
export class ImageProcessor {
  private readonly bulkhead = new Bulkhead(CONCURRENCY, QUEUE_LIMIT, 'uploads_busy');

  constructor() {
    // No image is decoded twice.
    sharp.cache(false);
  }

  /**
   * @returns the image in the same format, turned as its metadata says, with at most 2,560 pixels on each side
   * @throws ApiError `invalid_image` if it cannot be decoded; `image_too_large` for too many pixels
   */
  reencode(image: Buffer, format: ImageFormat): Promise<Buffer> {
    return this.bulkhead.execute(() => reencode(image, format));
  }
}

async function reencode(image: Buffer, format: ImageFormat): Promise<Buffer> {
  const invalid = () => new ApiError('invalid_image', { field: 'image' });
  const {
    width,
    height,
    pages = 1,
  } = await sharp(image)
    .metadata()
    .catch(() => Promise.reject(invalid()));
  if (width * height * pages > MAX_PIXELS) {
    const message = `The image must have at most ${MAX_PIXELS / 1e6} megapixels.`;
    throw new ApiError('image_too_large', { message, field: 'image' });
  }
  return sharp(image, { animated: true, failOn: 'error', limitInputPixels: MAX_PIXELS })
    .autoOrient()
    .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
    .toFormat(format, format === 'png' ? {} : { quality: 90 })
    .toBuffer()
    .catch(() => Promise.reject(invalid()));
}
