import { httpUrl } from '../runtime/config.ts';

/** Environment of services that show images. */
export const imageEnv = {
  /** Where browsers fetch images: MinIO by its public name. */
  PUBLIC_MEDIA_URL: httpUrl.transform((url) => url.replace(/\/$/, '')),
};

/*
 * An image of the shop is stored and published as its path in the image store, `/bucket/key`, so that it is found when the
 * store gets another URL; HTTPS in front of it is enough for that. The service that shows it adds today's URL.
 */

/** The full URL of an image; one from elsewhere has it already. */
export const toImageUrl = (imagePath: string | null, storeUrl: string): string | null =>
  imagePath?.startsWith('/') ? storeUrl + imagePath : imagePath;

/** The reverse: the path of an image of the shop, or the URL of one elsewhere. */
export const toImagePath = (imageUrl: string | null, storeUrl: string): string | null =>
  imageUrl?.startsWith(`${storeUrl}/`) ? imageUrl.slice(storeUrl.length) : imageUrl;
