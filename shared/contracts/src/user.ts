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

export const User = z.object({ id: Id, email: z.string() });
export type User = z.infer<typeof User>;

/** Claims of the session token; `iat` in seconds since 1970. */
export const SessionUser = User.extend({ iat: z.int() });
export type SessionUser = z.infer<typeof SessionUser>;

export const CurrentUser = z.object({ currentUser: SessionUser.nullable() });
