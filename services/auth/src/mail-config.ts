import { configError, httpUrl } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';

const smtpUrl = z
  .string()
  .regex(/^smtps?:\/\/[^/]/, 'must start with smtp:// or smtps://')
  .refine(URL.canParse, 'must be a URL');

/** Variables of mails. */
export const mailEnv = {
  /** The server that delivers mails: smtp://, or smtps:// for TLS from the beginning. */
  SMTP_URL: smtpUrl.optional(),
  /** The server that replaces it when there is none. */
  MAILDEV_URL: smtpUrl.optional(),
  /** The sender of mails: an email address, with or without a name. */
  MAIL_FROM: z.string().min(1).default('Common Goods <no-reply@ecommerce.local>'),
  /** URL of the shop in mails. */
  PUBLIC_URL: httpUrl.default('http://localhost:8080'),
  /** Requests for a mail from one IP address within 15 minutes; further ones get 429. */
  MAILS_PER_PLACE: z.coerce.number().int().min(1).default(20),
  /** Mails within an hour to one email address: by request, of sign-ups, and of changed passwords, each. */
  MAILS_PER_ACCOUNT: z.coerce.number().int().min(1).default(5),
};

/** Returns the URL of the server that gets the mails. @throws Error when none is set */
export function mailServerUrl({
  SMTP_URL,
  MAILDEV_URL,
}: {
  SMTP_URL?: string;
  MAILDEV_URL?: string;
}): string {
  const url = SMTP_URL ?? MAILDEV_URL;
  if (url) return url;
  throw configError('SMTP_URL is required unless MAILDEV_URL is set');
}
