import { connect, createServer } from 'node:net';
import { describeCommand } from './command-shape.mjs';
import { parseCommand, splitMessages } from './op-msg.mjs';

/**
 * @import { Kind } from './command-shape.mjs'
 * @typedef {{service: string, kind: Kind, shape: string, commands: number, statements: number}} Counted
 */

/** Proxy between the services and MongoDB that counts commands. */
export class CountingProxy {
  /** @type {Map<string, Counted>} */
  #counted = new Map();
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();
  #server = createServer((socket) => this.#accept(socket));
  #targetPort = 0;
  #serviceOf;

  /** @param {(databaseName: string) => string} serviceOf names the service that owns a database */
  constructor(serviceOf) {
    this.#serviceOf = serviceOf;
  }

  /** Starts the proxy. @param {number} targetPort MongoDB's port @returns {Promise<number>} the proxy's port */
  async listen(targetPort) {
    this.#targetPort = targetPort;
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    return /** @type {import('node:net').AddressInfo} */ (this.#server.address()).port;
  }

  /** Resets all counts to zero. */
  reset() {
    this.#counted.clear();
  }

  /** Returns the counts since the last reset, the most frequent first. @returns {Counted[]} */
  counts() {
    return [...this.#counted.values()].sort((a, b) => b.commands - a.commands);
  }

  async close() {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(/** @type {import('node:net').Socket} */ client) {
    const server = connect(this.#targetPort, '127.0.0.1');
    for (const [socket, other] of /** @type {const} */ ([
      [client, server],
      [server, client],
    ])) {
      this.#sockets.add(socket);
      socket.setNoDelay();
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    /** @type {Buffer} */
    let pending = Buffer.alloc(0);
    client.on('data', (chunk) => {
      const { messages, rest } = splitMessages(Buffer.concat([pending, chunk]));
      pending = rest;
      for (const message of messages) this.#count(message);
    });
    client.pipe(server).pipe(client);
  }

  #count(/** @type {Buffer} */ message) {
    const command = parseCommand(message);
    if (!command) return;
    const { kind, shape, statements } = describeCommand(command);
    // Drivers send these commands to the database `admin`, in every service.
    const service = kind === 'connection' ? 'driver' : this.#serviceOf(command.$db);
    const key = `${service} ${shape}`;
    const known = this.#counted.get(key) ?? { service, kind, shape, commands: 0, statements: 0 };
    this.#counted.set(key, {
      ...known,
      commands: known.commands + 1,
      statements: known.statements + statements,
    });
  }
}

/**
 * Sums up the counts of one kind.
 * @param {Counted[]} counts @param {Kind} kind
 */
export const sumOf = (counts, kind) => {
  const matching = counts.filter((one) => one.kind === kind);
  return {
    commands: matching.reduce((sum, { commands }) => sum + commands, 0),
    statements: matching.reduce((sum, { statements }) => sum + statements, 0),
  };
};
