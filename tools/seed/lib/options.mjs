import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../embedded/lib/errors.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';

/** For everybody to read, so good only where nobody else can sign in. */
const PUBLIC_PASSWORD = 'a good password';

/**
 * @param {string | undefined} address of the shop, http://localhost:PORT without one
 * @param {NodeJS.ProcessEnv} env
 * @throws {UserError}
 */
export function optionsOf(address, env) {
  const base = baseOf(address || env.BASE_URL || `http://localhost:${env.PORT || 8080}`);
  return { base, password: passwordFor(new URL(base).hostname, env), authority: authorityOf(env) };
}

function baseOf(/** @type {string} */ address) {
  if (!/^https?:/.test(address) || !URL.canParse(address))
    throw new UserError(
      `${address} is no address: give one such as http://localhost:8080 or https://ecommerce.local.`,
    );
  return new URL(address).origin;
}

function passwordFor(/** @type {string} */ host, /** @type {NodeJS.ProcessEnv} */ env) {
  if (env.SEED_PASSWORD) return env.SEED_PASSWORD;
  if (/^(localhost|127\.[\d.]+|\[::1\]|.+\.local(host)?)$/.test(host)) return PUBLIC_PASSWORD;
  throw new UserError(
    `The password of the people it makes is for everybody to read, and ${host} may be reached by others.\n` +
      'Give one of your own, of at least 8 characters: SEED_PASSWORD=... just seed ...',
  );
}

/** The authority that the certificate of the shop is checked by, beside those that Node knows; mkcert's where there is one. */
function authorityOf(/** @type {NodeJS.ProcessEnv} */ env) {
  if (env.CA && !existsSync(env.CA)) throw new UserError(`CA=${env.CA}: there is no such file.`);
  if (env.CA) return readFileSync(env.CA, 'utf8');
  const mkcert = onPath('mkcert');
  if (!mkcert || env.NODE_EXTRA_CA_CERTS) return undefined;
  const file = join(execFileSync(mkcert, ['-CAROOT'], { encoding: 'utf8' }).trim(), 'rootCA.pem');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
