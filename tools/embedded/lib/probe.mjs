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
