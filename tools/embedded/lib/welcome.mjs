import { relative } from 'node:path';
import { duration } from './progress.mjs';
import { usesEmulator } from './settings.mjs';

/**
 * What a person wants to know when everything runs.
 * @param {NodeJS.ProcessEnv} env
 * @param {(name: import('./settings.mjs').PortName) => number} port
 * @param {{MINIO_ACCESS_KEY: string, MINIO_SECRET_KEY: string}} secrets
 * @param {string} logs
 */
export function welcome(env, port, secrets, logs) {
  const at = (/** @type {import('./settings.mjs').PortName} */ name) => `http://localhost:${port(name)}`;
  const rows = [
    ['shop', at('PORT')],
    ['API', `${at('PORT')}/api/products`],
    [
      'payments',
      usesEmulator(env)
        ? `${at('STRIPE_EMULATOR_PORT')} (the emulator of Stripe)`
        : 'https://dashboard.stripe.com/test',
    ],
    [
      'MinIO console',
      `${at('MINIO_CONSOLE_PORT')} (user ${secrets.MINIO_ACCESS_KEY}, password ${secrets.MINIO_SECRET_KEY})`,
    ],
    ['MinIO API', at('MINIO_PORT')],
    ['NATS monitor', at('NATS_MONITOR_PORT')],
    ['logs', relative(process.cwd(), logs) || logs],
  ];
  const seconds = duration(performance.timeOrigin);
  return [
    `\nThe shop is up, ${seconds} after its start.\n`,
    ...rows.map(([name = '', value]) => `  ${name.padEnd(14)} ${value}`),
    '\nCtrl-C stops everything; the data stays in .data.',
  ].join('\n');
}
