import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * The secrets of this checkout: those of the environment, else random ones that are made at the first start and kept,
 * so that sessions outlive a restart.
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 */
export function loadSecrets(file, env) {
  const kept = readOrMake(file);
  return {
    JWT_KEY: env.JWT_KEY || kept.JWT_KEY,
    MINIO_ACCESS_KEY: env.MINIO_ACCESS_KEY || 'ecommerce',
    MINIO_SECRET_KEY: env.MINIO_SECRET_KEY || kept.MINIO_SECRET_KEY,
  };
}

/** @returns {{JWT_KEY: string, MINIO_SECRET_KEY: string}} */
function readOrMake(/** @type {string} */ file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text) return JSON.parse(text);
  const [JWT_KEY, MINIO_SECRET_KEY] = [randomBytes(32).toString('hex'), randomBytes(12).toString('hex')];
  const made = { JWT_KEY, MINIO_SECRET_KEY };
  // The rename makes the file appear whole or not at all, also when this process is killed meanwhile.
  writeFileSync(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}
