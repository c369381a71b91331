import { alternativePort, describeTakenPort, isPortTaken } from '../../embedded/lib/ports.mjs';
import { portsOf } from '../../embedded/lib/settings.mjs';
import { fail, ok, warn } from './check-result.mjs';

/** Ports that Compose uses on HTTP. Only `npm start` uses the others. */
const COMPOSE_PORTS = ['PORT', 'MINIO_PORT', 'MINIO_CONSOLE_PORT', 'STRIPE_EMULATOR_PORT'];
const httpsPorts = [
  { variable: 'HTTP_PORT', port: 80, purpose: 'the redirect to HTTPS' },
  { variable: 'HTTPS_PORT', port: 443, purpose: 'the shop on HTTPS' },
];

/** @param {NodeJS.ProcessEnv} env */
export async function checkPorts(env) {
  const { wanted, port } = portsOf(env);
  const url = `http://localhost:${port('PORT')}`;
  if (await isShop(url)) return [ok(`the shop runs at ${url} and uses its ports`)];
  const https = httpsPorts.map((one) => ({ ...one, port: Number(env[one.variable] || one.port) }));
  const results = await takenPorts(wanted);
  if (results.length === 0) results.push(ok(`free: ${wanted.map((one) => one.port).join(', ')}`));
  return [...results, ...(await takenPorts(https))];
}

/** @param {import('../../embedded/lib/ports.mjs').WantedPort[]} wanted */
async function takenPorts(wanted) {
  const results = [];
  for (const one of wanted) {
    if (!(await isPortTaken(one.port))) continue;
    const result = COMPOSE_PORTS.includes(one.variable) ? fail : warn;
    const choice = `${one.variable}=${alternativePort(one.port)} in .env`;
    results.push(result(`port ${describeTakenPort(one)}`, `stop that process, or set ${choice}`));
  }
  return results;
}

/** @param {string} url */
async function isShop(url) {
  try {
    const response = await fetch(`${url}/api/users/currentuser`, { signal: AbortSignal.timeout(3000) });
    const body = /** @type {{currentUser?: unknown}} */ (await response.json());
    return body.currentUser !== undefined;
  } catch {
    return false;
  }
}
