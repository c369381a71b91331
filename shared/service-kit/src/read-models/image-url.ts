import { httpUrl } from '../runtime/config.ts';

/** Environment of services that return images. */
export const imageEnv = {
  /** Base URL from which browsers fetch images: the public host of MinIO. */
  PUBLIC_MEDIA_URL: httpUrl.transform((url) => url.replace(/\/$/, '')),
};

/*
 * Images of the shop are stored and published as a path in the image store, `/bucket/key`, so that they stay valid when
 * the store's URL changes, for example to HTTPS. The service that returns an image adds the current URL.
 */

/** Returns the full URL of an image; the URL of another host stays unchanged. */
export const toImageUrl = (imagePath: string | null, imagesUrl: string): string | null =>
  imagePath?.startsWith('/') ? imagesUrl + imagePath : imagePath;

/** Reverses `toImageUrl`: returns the path of an image of the shop; the URL of another host stays unchanged. */
export const toImagePath = (imageUrl: string | null, imagesUrl: string): string | null =>
  imageUrl?.startsWith(`${imagesUrl}/`) ? imageUrl.slice(imagesUrl.length) : imageUrl;
