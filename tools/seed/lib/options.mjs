import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../embedded/lib/errors.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';

/** Everybody can read it, so it is used only where nobody else can sign in. */
const PUBLIC_PASSWORD = 'a good password';

/**
 * @param {string | undefined} url of the shop, http://localhost:PORT without one
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
      `${url} is not a URL. Give one such as http://localhost:8080 or https://ecommerce.local.`,
    );
  return new URL(url).origin;
}

function passwordFor(/** @type {string} */ host, /** @type {NodeJS.ProcessEnv} */ env) {
  if (env.SEED_PASSWORD) return env.SEED_PASSWORD;
  if (/^(localhost|127\.[\d.]+|\[::1\]|.+\.local(host)?)$/.test(host)) return PUBLIC_PASSWORD;
  throw new UserError(
    `Everybody can read the default password of the seeded accounts, and others may reach ${host}.\n` +
      'Choose a password of at least 8 characters: SEED_PASSWORD=... just seed ...',
  );
}

/** The certificate to trust besides Node's own: CA, or mkcert's where mkcert is installed. */
function trustedCertificate(/** @type {NodeJS.ProcessEnv} */ env) {
  if (env.CA && !existsSync(env.CA)) throw new UserError(`CA=${env.CA}: there is no such file.`);
  if (env.CA) return readFileSync(env.CA, 'utf8');
  const mkcert = onPath('mkcert');
  if (!mkcert || env.NODE_EXTRA_CA_CERTS) return undefined;
  const file = join(execFileSync(mkcert, ['-CAROOT'], { encoding: 'utf8' }).trim(), 'rootCA.pem');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
