import { z } from 'zod';

/** For services that show pictures. */
export const mediaEnv = {
  /** Where browsers fetch pictures: MinIO by its public name. */
  PUBLIC_MEDIA_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, '')),
};

/*
 * A picture of our own is stored and told of as its path in the store, `/bucket/key`, so that it is found when the store
 * has got another address; HTTPS in front of it is enough for that. Whoever shows it adds the address of today.
 */

/** The whole address of a picture; one from elsewhere has it already. */
export const mediaAddress = (imageUrl: string | null, mediaUrl: string): string | null =>
  imageUrl?.startsWith('/') ? mediaUrl + imageUrl : imageUrl;

/** The way back: of a whole address the path, where it is one of ours. */
export const mediaPath = (imageUrl: string | null, mediaUrl: string): string | null =>
  imageUrl?.startsWith(`${mediaUrl}/`) ? imageUrl.slice(mediaUrl.length) : imageUrl;
