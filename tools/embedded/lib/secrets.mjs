import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * The secrets of this checkout: those that the environment gives, else made at the first start and kept, so that
 * sessions outlive a restart.
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 */
export function secretsOf(file, env) {
  const kept = keptIn(file);
  return {
    JWT_KEY: env.JWT_KEY || kept.JWT_KEY,
    MINIO_ACCESS_KEY: env.MINIO_ACCESS_KEY || 'ecommerce',
    MINIO_SECRET_KEY: env.MINIO_SECRET_KEY || kept.MINIO_SECRET_KEY,
  };
}

/** @returns {{JWT_KEY: string, MINIO_SECRET_KEY: string}} */
function keptIn(/** @type {string} */ file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const made = {
    JWT_KEY: randomBytes(32).toString('hex'),
    MINIO_SECRET_KEY: randomBytes(12).toString('hex'),
  };
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
