import { UserError } from '../../embedded/lib/errors.mjs';
import { errorsOf } from './errors.mjs';

/**
 * Signs up, or signs in if the account exists.
 * @param {import('./shop.mjs').Shop} shop @param {string} email @param {string} password
 * @returns a client with the session of the user
 * @throws {UserError}
 */
export async function signIn(shop, email, password) {
  const api = shop.newClient();
  const body = { email, password };
  let { data, error } = await api.POST('/api/users/signup', { body });
  if (error?.errors?.[0]?.code === 'email_taken')
    ({ data, error } = await api.POST('/api/users/signin', { body }));
  if (data) return api;
  throw new UserError(
    `${email} could not sign in: ${errorsOf(error)}\n` +
      'If the shop was seeded with another password, set it: SEED_PASSWORD=... just seed',
  );
}
