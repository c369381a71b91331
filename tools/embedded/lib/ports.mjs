import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { UserError } from './errors.mjs';
import { portHolder } from './port-holder.mjs';
import { tcpProbe } from './probe.mjs';

/** @typedef {{variable: string, port: number, purpose: string}} WantedPort */

/** Below the ephemeral ports of operating systems and below the node ports of Kubernetes. */
const [first, last] = [20_000, 29_999];
/** Ports that this process has already returned. */
const given = new Set();

/**
 * Returns an unused port outside the ephemeral range. The system could assign an ephemeral port to an outgoing connection
 * while its server restarts.
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(first, last + 1);
    if (given.has(port)) continue;
    given.add(port);
    if (!(await takenAt(port))) return port;
  }
}

/**
 * Checks that ports are free.
 * @param {WantedPort[]} wanted @param {string} command that takes them
 * @throws {UserError} naming all ports in use
 */
export async function assertPortsFree(wanted, command = 'npm start') {
  const twice = wanted.find(({ port }, index) => wanted.findIndex((one) => one.port === port) !== index);
  if (twice)
    throw new UserError(
      `Port ${twice.port} is set twice, once for ${twice.purpose}. Change ${twice.variable}.`,
    );
  const lines = [];
  for (const one of wanted) {
    const host = await takenAt(one.port);
    if (!host) continue;
    const choice = `${one.variable}=${alternativePort(one.port)}`;
    lines.push(
      `Port ${describeTakenPort(one, host)}. Stop that process, or use another port: ${choice} ${command}`,
    );
  }
  if (lines.length > 0) throw new UserError(lines.join('\n'));
}

/** Describes a port in use, to follow the word "port". @param {WantedPort} wanted @param {string} host where it is in use */
export function describeTakenPort({ port, purpose }, host) {
  const holder = portHolder(port, host);
  // Most systems reserve these for administrators.
  const unknown = port < 1024 ? 'in use, or only administrators may use it' : 'in use';
  return `${port}, for ${purpose}, is ${holder ? `used by ${holder}` : unknown}`;
}

/** A port to suggest instead of one in use. */
export const alternativePort = (/** @type {number} */ port) => port + (port < 55_000 ? 10_000 : -10_000);

/**
 * Finds the IP address of this machine at which a port is in use. Checks both that `localhost` stands for, because browsers
 * try IPv6 first, and would open another server there.
 * @param {number} port
 * @returns {Promise<string | undefined>} undefined if the port is free
 */
export async function takenAt(port) {
  for (const host of ['127.0.0.1', '::1']) if (await isTaken(port, host)) return host;
  return undefined;
}

/** Tries to connect and to listen, because some systems let two processes listen on a port at different IP addresses. */
const isTaken = async (/** @type {number} */ port, /** @type {string} */ host) =>
  (await tcpProbe(port, host)()) || !(await canListen(port, host));

/** @param {number} port @param {string} host */
function canListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    // Only then the port is in use. Any other error means that this machine has no such address, such as one without IPv6.
    server.on('error', (/** @type {NodeJS.ErrnoException} */ { code }) =>
      resolve(host === '::1' && code !== 'EADDRINUSE'),
    );
    server.listen({ port, host, ipv6Only: true }, () => server.close(() => resolve(true)));
  });
}
