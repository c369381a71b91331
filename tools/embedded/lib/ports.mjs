import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { UserError } from './errors.mjs';
import { portHolder } from './port-holder.mjs';

const host = '127.0.0.1';

/** Below what systems give to outgoing connections, and below what Kubernetes gives to nodes. */
const [first, last] = [20_000, 29_999];
const given = new Set();

/**
 * A port that nothing listens on now, and that is given to nobody while its server is down: a port that the system chose
 * could meanwhile be the near end of anybody's connection.
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(first, last + 1);
    if (given.has(port)) continue;
    given.add(port);
    if (!(await isPortTaken(port))) return port;
  }
}

/**
 * Refuses to start while any port is taken, and tells all of them at once.
 * @param {{variable: string, port: number, purpose: string}[]} wanted
 */
export async function assertPortsFree(wanted) {
  const twice = wanted.find(({ port }, index) => wanted.findIndex((one) => one.port === port) !== index);
  if (twice)
    throw new UserError(
      `Port ${twice.port} is given to two parts, one of them ${twice.purpose}: change ${twice.variable}.`,
    );
  const taken = [];
  for (const one of wanted) if (await isPortTaken(one.port)) taken.push(one);
  if (taken.length === 0) return;
  const lines = taken.map(({ variable, port, purpose }) => {
    return `Port ${describeTakenPort({ port, purpose })}. Stop that, or choose another: ${variable}=${alternativePort(port)} npm start`;
  });
  throw new UserError(lines.join('\n'));
}

/** The end of a sentence that begins with "port". @param {{port: number, purpose: string}} one */
export function describeTakenPort({ port, purpose }) {
  const holder = portHolder(port);
  return `${port}, for ${purpose}, is taken${holder ? ` by ${holder}` : ''}`;
}

/** A port that may be had instead. */
export const alternativePort = (/** @type {number} */ port) => port + (port < 55_000 ? 10_000 : -10_000);

/** Both ways are needed: some systems let two listen on the same port at different addresses. */
export const isPortTaken = async (/** @type {number} */ port) =>
  (await answers(port)) || !(await canListen(port));

function answers(/** @type {number} */ port) {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

function canListen(/** @type {number} */ port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
