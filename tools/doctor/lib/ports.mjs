import { get } from 'node:http';
import { alternativePort, describeTakenPort, takenAt } from '../../embedded/lib/ports.mjs';
import { tcpProbe } from '../../embedded/lib/probe.mjs';
import { portsOf } from '../../embedded/lib/settings.mjs';
import { fail, ok, warn } from './check-result.mjs';

/** Ports that Compose uses on HTTP. Only `npm start` uses the others. */
const COMPOSE_PORTS = ['PORT', 'MINIO_PORT', 'MINIO_CONSOLE_PORT', 'STRIPE_EMULATOR_PORT', 'MAIL_PORT'];
const httpsPorts = [
  { variable: 'HTTP_PORT', port: 80, purpose: 'the redirect to HTTPS' },
  { variable: 'HTTPS_PORT', port: 443, purpose: 'the shop on HTTPS' },
];

/** @param {NodeJS.ProcessEnv} env */
export async function checkPorts(env) {
  const { wanted, port } = portsOf(env);
  if (await isShop(port('PORT'))) return checkRunningShop(wanted, port('PORT'));
  const https = httpsPorts.map((one) => ({ ...one, port: Number(env[one.variable] || one.port) }));
  const results = await takenPorts(wanted, takenAt);
  if (results.length === 0) results.push(ok(`free: ${wanted.map((one) => one.port).join(', ')}`));
  return [...results, ...(await takenPorts(https, takenAt))];
}

/**
 * The shop listens on IPv4 only, so another program can listen on the same ports on IPv6, and browsers would open that.
 * @param {import('../../embedded/lib/ports.mjs').WantedPort[]} wanted @param {number} port
 */
async function checkRunningShop(wanted, port) {
  const published = wanted.filter(({ variable }) => COMPOSE_PORTS.includes(variable));
  const others = await takenPorts(published, async (port) =>
    (await tcpProbe(port, '::1')()) ? '::1' : undefined,
  );
  return [ok(`the shop runs at http://localhost:${port} and uses its ports`), ...others];
}

/**
 * @param {import('../../embedded/lib/ports.mjs').WantedPort[]} wanted
 * @param {(port: number) => Promise<string | undefined>} find the IP address at which a port is in use
 */
async function takenPorts(wanted, find) {
  const results = [];
  for (const one of wanted) {
    const host = await find(one.port);
    if (!host) continue;
    const result = COMPOSE_PORTS.includes(one.variable) ? fail : warn;
    const choice = `${one.variable}=${alternativePort(one.port)} in .env`;
    results.push(result(`port ${describeTakenPort(one, host)}`, `stop that process, or set ${choice}`));
  }
  return results;
}

/** Whether the gateway of the shop listens on a port. @param {number} port @returns {Promise<boolean>} */
const isShop = (port) =>
  new Promise((resolve) => {
    const url = `http://127.0.0.1:${port}/api/users/currentuser`;
    const request = get(url, { agent: false, signal: AbortSignal.timeout(3000) }, async (response) => {
      try {
        const body = (await response.setEncoding('utf8').toArray()).join('');
        resolve(JSON.parse(body).currentUser !== undefined);
      } catch {
        resolve(false);
      }
    });
    request.on('error', () => resolve(false));
  });
