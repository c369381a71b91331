import { connect } from 'node:net';

/** Creates a probe that succeeds when a GET answers 200. @returns {() => Promise<boolean>} */
export const httpProbe = (/** @type {string} */ url) => async () => {
  const options = { signal: AbortSignal.timeout(5000), headers: { connection: 'close' } };
  try {
    const response = await fetch(url, options);
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
};

/** Creates a probe that succeeds when a port on this machine accepts connections. @returns {() => Promise<boolean>} */
export const tcpProbe = (/** @type {number} */ port) => () =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
