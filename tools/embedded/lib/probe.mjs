import { get } from 'node:http';
import { connect } from 'node:net';

const TIMEOUT_MS = 5000;

/**
 * Creates a probe that succeeds when a GET answers 200. It connects without an agent, because with `NODE_USE_ENV_PROXY` the
 * global agent and `fetch` send even requests for this machine to a proxy.
 * @returns {() => Promise<boolean>}
 */
export const httpProbe = (/** @type {string} */ url) => () =>
  new Promise((resolve) => {
    const options = { agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) };
    const request = get(url, options, (response) => {
      response.on('error', () => resolve(false));
      response.on('end', () => resolve(response.statusCode === 200));
      response.resume();
    });
    request.on('error', () => resolve(false));
  });

/**
 * Creates a probe that succeeds when a port on this machine accepts connections.
 * @param {number} port @param {string} [host]
 * @returns {() => Promise<boolean>}
 */
export const tcpProbe =
  (port, host = '127.0.0.1') =>
  () =>
    new Promise((resolve) => {
      const socket = connect(port, host);
      socket.on('error', () => resolve(false));
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
    });

/**
 * Creates a probe that succeeds when a NATS Streaming server on this machine serves its clients: it answers the ping of a
 * client, even of an unknown one. Until then, NATS reports that nobody receives it.
 * @param {number} port @param {string} clusterId
 * @returns {() => Promise<boolean>}
 */
export function natsStreamingProbe(port, clusterId) {
  const options = JSON.stringify({ verbose: false, headers: true, no_responders: true });
  /** The protobuf message `Ping` with the connection id `x`. */
  const ping = '\n\x01x';
  const commands = [
    `CONNECT ${options}`,
    'SUB probe 1',
    `PUB _STAN.discover.${clusterId}.pings probe ${ping.length}`,
    ping,
  ];
  return () =>
    new Promise((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', timeout: TIMEOUT_MS });
      let received = '';
      socket.setEncoding('latin1').on('data', (text) => {
        received += text;
        const [, answer] = /^(H?MSG) /m.exec(received) ?? [];
        if (answer) end(answer === 'MSG');
      });
      const end = (/** @type {boolean} */ isReady) => {
        socket.destroy();
        resolve(isReady);
      };
      for (const event of ['error', 'timeout', 'close']) socket.on(event, () => end(false));
      socket.write(commands.map((command) => `${command}\r\n`).join(''));
    });
}
