import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Loads the secrets of this checkout from the environment. Generates and stores random ones for those not set, so that
 * sessions survive a restart.
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 */
export function loadSecrets(file, env) {
  const stored = readOrGenerate(file);
  return {
    JWT_KEY: given(env.JWT_KEY) ?? stored.JWT_KEY,
    MINIO_ACCESS_KEY: given(env.MINIO_ACCESS_KEY) ?? 'ecommerce',
    MINIO_SECRET_KEY: given(env.MINIO_SECRET_KEY) ?? stored.MINIO_SECRET_KEY,
  };
}

/** A blank value counts as unset. */
const given = (/** @type {string=} */ value) => (value?.trim() ? value : undefined);

/** @returns {{JWT_KEY: string, MINIO_SECRET_KEY: string}} */
function readOrGenerate(/** @type {string} */ file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text) return JSON.parse(text);
  const [JWT_KEY, MINIO_SECRET_KEY] = [randomBytes(32).toString('hex'), randomBytes(12).toString('hex')];
  const generated = { JWT_KEY, MINIO_SECRET_KEY };
  // The rename is atomic, even if this process is killed.
  writeFileSync(`${file}.new`, JSON.stringify(generated), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return generated;
}
