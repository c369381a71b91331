import { connect } from 'node:net';

/** @returns {() => Promise<boolean>} asks whether a GET is answered with 200 */
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

/** @returns {() => Promise<boolean>} asks whether connections to a port on this machine are taken */
export const tcpProbe = (/** @type {number} */ port) => () =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
