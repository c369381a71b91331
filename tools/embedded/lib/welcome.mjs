import { relative } from 'node:path';
import { duration } from './progress.mjs';
import { usesEmulator } from './settings.mjs';

/**
 * The URLs of the shop, to print when everything runs.
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./settings.mjs').PortOf} port
 * @param {{MINIO_ACCESS_KEY: string, MINIO_SECRET_KEY: string}} secrets
 * @param {string} logs
 */
export function welcome(env, port, secrets, logs) {
  const at = (/** @type {import('./settings.mjs').PortName} */ name) => `http://localhost:${port(name)}`;
  const emulator = `${at('STRIPE_EMULATOR_PORT')} (the emulator of Stripe)`;
  const login = `user ${secrets.MINIO_ACCESS_KEY}, password ${secrets.MINIO_SECRET_KEY}`;
  return `
The shop is up, ${duration(performance.timeOrigin)} after its start.

  shop           ${at('PORT')}
  API            ${at('PORT')}/api/products
  payments       ${usesEmulator(env) ? emulator : 'https://dashboard.stripe.com/test'}
  MinIO console  ${at('MINIO_CONSOLE_PORT')} (${login})
  MinIO API      ${at('MINIO_PORT')}
  NATS monitor   ${at('NATS_MONITOR_PORT')}
  logs           ${relative(process.cwd(), logs) || logs}

Ctrl-C stops everything; the data stays in .data.`;
}
