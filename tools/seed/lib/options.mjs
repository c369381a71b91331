import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../embedded/lib/errors.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';

/** Public, so it is used only for shops that other machines cannot reach. */
const PUBLIC_PASSWORD = 'a good password';

/**
 * Reads the options of `npm run seed`.
 * @param {string | undefined} url of the shop; default http://localhost:PORT
 * @param {NodeJS.ProcessEnv} env
 * @throws {UserError}
 */
export function optionsOf(url, env) {
  const base = originOf(url || env.BASE_URL || `http://localhost:${env.PORT || 8080}`);
  return { base, password: passwordFor(new URL(base).hostname, env), ca: trustedCertificate(env) };
}

function originOf(/** @type {string} */ url) {
  if (!/^https?:/.test(url) || !URL.canParse(url))
    throw new UserError(
      `${url} is not a URL. Use a URL such as http://localhost:8080 or https://ecommerce.local.`,
    );
  return new URL(url).origin;
}

function passwordFor(/** @type {string} */ host, /** @type {NodeJS.ProcessEnv} */ env) {
  if (env.SEED_PASSWORD) return env.SEED_PASSWORD;
  if (/^(localhost|127\.[\d.]+|\[::1\]|.+\.local(host)?)$/.test(host)) return PUBLIC_PASSWORD;
  throw new UserError(
    `The default password of the seeded accounts is public, and other people may reach ${host}.\n` +
      'Set a password of at least 8 characters: SEED_PASSWORD=... just seed ...',
  );
}

/** The additional CA certificate to trust: that of CA, or mkcert's if mkcert is installed. */
function trustedCertificate(/** @type {NodeJS.ProcessEnv} */ env) {
  if (env.CA && !existsSync(env.CA)) throw new UserError(`The file CA=${env.CA} does not exist.`);
  if (env.CA) return readFileSync(env.CA, 'utf8');
  const mkcert = onPath('mkcert');
  if (!mkcert || env.NODE_EXTRA_CA_CERTS) return undefined;
  const file = join(execFileSync(mkcert, ['-CAROOT'], { encoding: 'utf8' }).trim(), 'rootCA.pem');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
