import { ApiError } from '@ecommerce/service-kit/http';
import { Bulkhead } from '@ecommerce/service-kit/runtime';
import sharp, { type Metadata } from 'sharp';

/** A photo of 50 megapixels takes 190 MB of memory, as most of its pixels are dropped while it is decoded. */
const MAX_PIXELS = 50_000_000;
/**
 * Bytes that the decoder of a progressive or interlaced image may take. It keeps the whole image until its last byte: 350 MB
 * for a progressive JPEG of 50 megapixels without chroma subsampling, and 440 MB for an interlaced PNG of 16 bits.
 */
const MAX_PROGRESSIVE_BYTES = 150_000_000;
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
  const metadata = await sharp(image)
    .metadata()
    .catch(() => Promise.reject(invalid()));
  const { width, height, pages = 1 } = metadata;
  if (width * height * pages > MAX_PIXELS) throw tooLarge(`at most ${MAX_PIXELS / 1e6} megapixels`);
  if (progressiveBytes(metadata) > MAX_PROGRESSIVE_BYTES)
    throw tooLarge('fewer pixels, or be saved without the option progressive or interlaced');
  return sharp(image, { animated: true, failOn: 'error', limitInputPixels: MAX_PIXELS })
    .autoOrient()
    .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
    .toFormat(format, format === 'png' ? {} : { quality: 90 })
    .toBuffer()
    .catch(() => Promise.reject(invalid()));
}

const tooLarge = (what: string) =>
  new ApiError('image_too_large', { message: `The image must have ${what}.`, field: 'image' });

/** Memory that the decoder takes for an image of which each part covers all of its area. */
function progressiveBytes(metadata: Metadata): number {
  const { isProgressive, format, width, height, channels, depth, chromaSubsampling } = metadata;
  if (!isProgressive) return 0;
  const bytesPerSample = format === 'jpeg' || depth === 'ushort' ? 2 : 1;
  const samples = chromaSubsampling === '4:2:0' ? channels / 2 : channels;
  return width * height * samples * bytesPerSample;
}
