import { z } from 'zod';
import { Id } from './fields.ts';

const Email = z
  .string()
  .trim()
  .max(254)
  .toLowerCase()
  .check(z.email())
  // As mail has it (RFC 5321, 4.5.3.1.1), and JSON Schema's format with it.
  .refine((email) => email.indexOf('@') <= 64, 'Invalid email address');

/** Half a character (a lone surrogate) has no UTF-8, so passwords that differ in it would hash alike. */
const Password = z
  .string()
  .max(128)
  .regex(/^[^\0\p{Cs}]*$/u, 'must be text');

export const SignUpBody = z.strictObject({ email: Email, password: Password.min(8) });
/** Only the shape: a password that sign-up would refuse is simply a wrong one. */
export const SignInBody = z.strictObject({ email: Email, password: Password.min(1) });

export const User = z.object({ id: Id, email: z.string() });
export type User = z.infer<typeof User>;

/** What the session's token holds; `iat` in seconds since 1970. */
export const SessionUser = User.extend({ iat: z.int() });
export type SessionUser = z.infer<typeof SessionUser>;

export const CurrentUser = z.object({ currentUser: SessionUser.nullable() });
