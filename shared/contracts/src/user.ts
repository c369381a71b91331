import { z } from 'zod';
import { Email } from './email.ts';
import { Id } from './fields.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './limits.ts';

/** A lone surrogate has no UTF-8 encoding, so passwords that differ in one would have equal hashes. */
const Password = z
  .string()
  .max(MAX_PASSWORD_LENGTH)
  .regex(/^[^\0\p{Cs}]*$/u, 'Must be text.');

export const SignUpBody = z.strictObject({ email: Email, password: Password.min(MIN_PASSWORD_LENGTH) });
/** Checks only the shape: a password that sign-up would reject is just a wrong password. */
export const SignInBody = z.strictObject({ email: Email, password: Password.min(1) });

export const PasswordBody = z.strictObject({
  currentPassword: Password.min(1),
  newPassword: Password.min(MIN_PASSWORD_LENGTH),
});

/** The password of the signed-in user, which shows that the owner of the account sends the request. */
export const OwnPassword = z.strictObject({ password: Password.min(1) });

export const PasswordResetBody = z.strictObject({ email: Email });

/** The token in the link of a mail. Any text that is not one is a link that is not valid. */
const LinkToken = z.string().min(1).max(200);

export const PasswordResetConfirmation = z.strictObject({
  token: LinkToken,
  newPassword: Password.min(MIN_PASSWORD_LENGTH),
});
export const VerificationConfirmation = z.strictObject({ token: LinkToken });

export const User = z.object({ id: Id, email: z.string() });
export type User = z.infer<typeof User>;

/** The user of a session; `iat`, in seconds since 1970, is when the token was signed. */
export const SessionUser = User.extend({ iat: z.int() });
export type SessionUser = z.infer<typeof SessionUser>;

/** An account, as its owner sees it. */
export const Account = User.extend({
  emailVerified: z
    .boolean()
    .describe('Whether the owner has opened a link that was sent to the email address'),
  createdAt: z.iso.datetime(),
});
export type Account = z.infer<typeof Account>;

export const CurrentUser = z.object({ currentUser: SessionUser.nullable() });

/** A signed-in device. */
export const Session = z.object({
  id: z.string(),
  device: z.string().describe('The User-Agent of the sign-in'),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().describe('When it last got a token'),
  expiresAt: z.iso.datetime().describe('Unless the session is used before'),
  current: z.boolean().describe('Whether the request belongs to this session'),
});
export type Session = z.infer<typeof Session>;

/** Parameters of a path that ends with the id of a session. */
export const SessionParams = z.object({
  id: z.string().regex(/^[\w-]{22}$/, 'Must be the id of a session.'),
});
