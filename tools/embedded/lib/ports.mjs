import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { UserError } from './errors.mjs';
import { portHolder } from './port-holder.mjs';
import { tcpProbe } from './probe.mjs';

/** @typedef {{variable: string, port: number, purpose: string}} WantedPort */

/** Below what systems give to outgoing connections, and below what Kubernetes gives to nodes. */
const [first, last] = [20_000, 29_999];
/** The ports that this process has handed out already. */
const given = new Set();

/**
 * A port that nothing listens on, and that the system gives to no outgoing connection while its server is down: a port
 * that the system chose could meanwhile be the near end of any connection.
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(first, last + 1);
    if (given.has(port)) continue;
    given.add(port);
    if (!(await isPortTaken(port))) return port;
  }
}

/** @param {WantedPort[]} wanted @throws {UserError} that names all ports that are taken */
export async function assertPortsFree(wanted) {
  const twice = wanted.find(({ port }, index) => wanted.findIndex((one) => one.port === port) !== index);
  if (twice)
    throw new UserError(
      `Port ${twice.port} is given to two parts, one of them ${twice.purpose}: change ${twice.variable}.`,
    );
  const lines = [];
  for (const one of wanted) {
    if (!(await isPortTaken(one.port))) continue;
    const choice = `${one.variable}=${alternativePort(one.port)}`;
    lines.push(`Port ${describeTakenPort(one)}. Stop that, or choose another: ${choice} npm start`);
  }
  if (lines.length > 0) throw new UserError(lines.join('\n'));
}

/** The end of a sentence that begins with "port". @param {WantedPort} wanted */
export function describeTakenPort({ port, purpose }) {
  const holder = portHolder(port);
  return `${port}, for ${purpose}, is taken${holder ? ` by ${holder}` : ''}`;
}

/** A port to propose instead of one that is taken. */
export const alternativePort = (/** @type {number} */ port) => port + (port < 55_000 ? 10_000 : -10_000);

/** Asks in both ways, because some systems let two listen on the same port at different addresses. */
export const isPortTaken = async (/** @type {number} */ port) =>
  (await tcpProbe(port)()) || !(await canListen(port));

function canListen(/** @type {number} */ port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
