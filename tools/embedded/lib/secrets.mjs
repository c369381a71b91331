import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * JWT_PRIVATE_KEY signs session tokens, JWT_PUBLIC_KEYS verify them.
 * @typedef {{JWT_PRIVATE_KEY: string, JWT_PUBLIC_KEYS: string, MINIO_ACCESS_KEY: string, MINIO_SECRET_KEY: string}} Secrets
 */

/**
 * Loads the secrets of this checkout from the environment. Generates and stores random ones for those not set, so that
 * sessions survive a restart.
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 * @returns {Secrets}
 */
export function loadSecrets(file, env) {
  const stored = readOrGenerate(file);
  return {
    JWT_PRIVATE_KEY: given(env.JWT_PRIVATE_KEY) ?? stored.JWT_PRIVATE_KEY,
    JWT_PUBLIC_KEYS: given(env.JWT_PUBLIC_KEYS) ?? stored.JWT_PUBLIC_KEYS,
    MINIO_ACCESS_KEY: given(env.MINIO_ACCESS_KEY) ?? 'ecommerce',
    MINIO_SECRET_KEY: given(env.MINIO_SECRET_KEY) ?? stored.MINIO_SECRET_KEY,
  };
}

/** A blank value counts as unset. */
const given = (/** @type {string=} */ value) => (value?.trim() ? value : undefined);

/** @returns {Omit<Secrets, 'MINIO_ACCESS_KEY'>} */
function readOrGenerate(/** @type {string} */ file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const stored = text ? JSON.parse(text) : {};
  // Earlier versions stored no key pair.
  if (stored.JWT_PRIVATE_KEY) return stored;
  const generated = { MINIO_SECRET_KEY: randomBytes(32).toString('hex'), ...stored, ...sessionKeys() };
  // The rename is atomic, even if this process is killed.
  writeFileSync(`${file}.new`, JSON.stringify(generated), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return generated;
}

function sessionKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  return { JWT_PRIVATE_KEY: privateKey.toString('base64'), JWT_PUBLIC_KEYS: publicKey.toString('base64') };
}
