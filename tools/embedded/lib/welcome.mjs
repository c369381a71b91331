import { relative } from 'node:path';
import { services } from '../../services/list.generated.mjs';
import { duration } from './progress.mjs';
import { usesEmulator, usesMailDev } from './settings.mjs';

/**
 * Returns the message with the shop's URLs, printed after the start.
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./settings.mjs').PortOf} port
 * @param {{MINIO_ACCESS_KEY: string, MINIO_SECRET_KEY: string}} secrets
 * @param {string} logs
 */
export function welcome(env, port, secrets, logs) {
  const at = (/** @type {import('./settings.mjs').PortName} */ name) => `http://localhost:${port(name)}`;
  const emulator = `${at('STRIPE_EMULATOR_PORT')} (Stripe emulator)`;
  const mails = usesMailDev(env) ? `  mails          ${at('MAIL_PORT')} (MailDev)\n` : '';
  const login = `user ${secrets.MINIO_ACCESS_KEY}, password ${secrets.MINIO_SECRET_KEY}`;
  const monitor = port('NATS_MONITOR_PORT') ? `  NATS monitor   ${at('NATS_MONITOR_PORT')}\n` : '';
  return `
The shop is ready after ${duration(performance.timeOrigin)}.

  shop           ${at('PORT')}
  API            ${at('PORT')}/api/products
  payments       ${usesEmulator(env) ? emulator : 'https://dashboard.stripe.com/test'}
${mails}  MinIO console  ${at('MINIO_CONSOLE_PORT')} (${login})
  MinIO API      ${at('MINIO_PORT')}
${monitor}  logs           ${relative(process.cwd(), logs) || logs}

Press Ctrl-C to stop. All data is kept.`;
}

/** Returns where the debuggers of the services listen. @param {import('./settings.mjs').PortOf} port */
export const debuggers = (port) =>
  ['Debuggers, which .vscode/launch.json attaches to:']
    .concat(
      services.map(
        ({ name, variable }) => `  ${name.padEnd(14)} 127.0.0.1:${port(`${variable}_DEBUG_PORT`)}`,
      ),
    )
    .join('\n');
