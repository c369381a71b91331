import { alternativePort, describeTakenPort, isPortTaken } from '../../embedded/lib/ports.mjs';
import { portsOf } from '../../embedded/lib/settings.mjs';
import { fail, ok, warn } from './check-result.mjs';

/** What Compose takes on HTTP; the others are of `npm start` only. */
const ofCompose = ['PORT', 'MINIO_PORT', 'MINIO_CONSOLE_PORT', 'STRIPE_EMULATOR_PORT'];
const https = [
  { variable: 'HTTP_PORT', port: 80, purpose: 'the redirect to HTTPS' },
  { variable: 'HTTPS_PORT', port: 443, purpose: 'the shop on HTTPS' },
];

/** @param {NodeJS.ProcessEnv} env */
export async function ports(env) {
  const { wanted, port } = portsOf(env);
  if (await isShop(port('PORT')))
    return [ok(`the shop runs at http://localhost:${port('PORT')}, and has its ports`)];
  const lines = [];
  for (const one of wanted)
    if (await isPortTaken(one.port))
      lines.push((ofCompose.includes(one.variable) ? fail : warn)(...told(one)));
  if (lines.length === 0) lines.push(ok(`free: ${wanted.map((one) => one.port).join(', ')}`));
  for (const one of https) {
    const own = { ...one, port: Number(env[one.variable] || one.port) };
    if (!(await isPortTaken(own.port))) continue;
    lines.push(warn(...told(own)));
  }
  return lines;
}

/** @param {{variable: string, port: number, purpose: string}} one @returns {[what: string, mend: string]} */
const told = ({ variable, port, purpose }) => [
  `port ${describeTakenPort({ port, purpose })}`,
  `stop that, or choose another: ${variable}=${alternativePort(port)} in .env`,
];

/** @param {number} port */
async function isShop(port) {
  try {
    const url = `http://localhost:${port}/api/users/currentuser`;
    /** @type {any} */
    const answer = await (await fetch(url, { signal: AbortSignal.timeout(3000) })).json();
    return answer.currentUser !== undefined;
  } catch {
    return false;
  }
}
