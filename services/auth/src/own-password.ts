import { ApiError } from '@ecommerce/service-kit/http';
import type { Request } from 'express';
import type { AuthDeps } from './deps.ts';
import { tooManyAttempts } from './sign-in-guard.ts';
import type { User } from './user.ts';

/** The error for a wrong password of the signed-in user. @param field of the body that has it */
export const wrongPassword = (field: string): ApiError => new ApiError('wrong_password', { field });

/** The errors of `assertOwnPassword`, as routes document them. @param field of the body that has the password */
export const ownPasswordErrors = (field: string) => [
  wrongPassword(field),
  tooManyAttempts,
  'sign_in_busy' as const,
];

/**
 * Asks the signed-in user for the password, with the limits on guesses of a sign-in.
 * @param field of the body that has it
 * @throws ApiError `wrong_password`, `too_many_attempts`, `sign_in_busy`, or `not_signed_in` if the user is gone
 */
export async function assertOwnPassword(
  req: Request,
  { users, passwords, guard }: AuthDeps,
  password: string,
  field: string,
): Promise<User> {
  const { id = '', email = '' } = req.currentUser ?? {};
  const owner = await guard.judge(
    { email, lookup: users.find(id), req },
    async (user) => {
      if (!user) throw new ApiError('not_signed_in');
      return passwords.verify(password, user.passwordHash, id);
    },
    async (user) => user,
  );
  if (!owner) throw wrongPassword(field);
  return owner;
}
