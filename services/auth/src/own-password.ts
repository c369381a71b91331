import { ApiError } from '@ecommerce/service-kit/http';
import type { Request, Response } from 'express';
import type { AuthDeps } from './deps.ts';
import type { User } from './user.ts';

/** The error for a wrong password of the signed-in user. @param field of the body that has it */
export const wrongPassword = (field: string): ApiError => new ApiError('wrong_password', { field });

/** The errors of `assertOwnPassword`, as routes document them. @param field of the body that has the password */
export const ownPasswordErrors = (field: string) => [
  wrongPassword(field),
  new ApiError('too_many_attempts', { retryAfterSeconds: 900 }),
  'sign_in_busy' as const,
];

/**
 * Asks the signed-in user for the password, with the limits on guesses of a sign-in.
 * @param field of the body that has it
 * @throws ApiError `wrong_password`, `too_many_attempts`, `sign_in_busy`, or `not_signed_in` if the user is gone
 */
export async function assertOwnPassword(
  { req, res }: { req: Request; res: Response },
  { users, passwords, guard }: AuthDeps,
  password: string,
  field: string,
): Promise<User> {
  const { id = '', email = '' } = req.currentUser ?? {};
  const user = await guard.judge(
    { email, req, res },
    async () => {
      const found = await users.find(id);
      if (!found) throw new ApiError('not_signed_in');
      return (await passwords.verify(password, found.passwordHash, id)) ? found : undefined;
    },
    async (owner) => owner,
  );
  if (!user) throw wrongPassword(field);
  return user;
}
