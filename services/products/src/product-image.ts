/** Bucket of the image store; part of the path of every image. */
export const BUCKET = 'product-images';

/** The part of a product that names its image. */
export interface ProductImage {
  /** URL of an image outside the shop. */
  imageUrl: string | null;
  /** Key of an image uploaded to the shop; takes precedence over `imageUrl`. */
  imageKey: string | null;
  /** Bytes of the uploaded image; absent without one, and in products stored before it was counted. */
  imageBytes?: number | null;
  /** Keys of replaced images, until they are removed from the bucket. */
  discardedImages: string[];
}

/** An image in the shop's store. */
export interface StoredImage {
  key: string;
  bytes: number;
}

/** Path of an image in the store, independent of the store's URL. */
export const imagePath = (key: string): string => `/${BUCKET}/${key}`;

/** Returns a product's image as events carry it, a path or a URL; `toImageUrl` makes the full URL. */
export const imageOf = ({
  imageKey,
  imageUrl,
}: Pick<ProductImage, 'imageKey' | 'imageUrl'>): string | null => (imageKey ? imagePath(imageKey) : imageUrl);

/** Returns the image fields after a change; a replaced upload is listed for removal. */
export function changedImage(current: ProductImage, imageUrl?: string | null, uploaded?: StoredImage) {
  const { imageKey, discardedImages } = current;
  const isKept = imageUrl === undefined || (imageKey && imageUrl?.endsWith(imagePath(imageKey)));
  if (!uploaded && isKept) return {};
  return {
    imageUrl: uploaded ? null : (imageUrl ?? null),
    imageKey: uploaded?.key ?? null,
    imageBytes: uploaded?.bytes ?? null,
    discardedImages: imageKey ? [...discardedImages, imageKey] : discardedImages,
  };
}
