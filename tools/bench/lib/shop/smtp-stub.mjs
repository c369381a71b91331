import { createServer } from 'node:net';

/**
 * Starts a server that accepts every mail and drops it. It runs in the calling process, so its CPU time does not count for the
 * shop.
 * @returns {Promise<{port: number, stop: () => Promise<void>}>}
 */
export async function startSmtpStub() {
  const server = createServer((socket) => {
    let buffered = '';
    let inMail = false;
    const answer = (/** @type {string} */ text) => socket.write(`${text}\r\n`);
    answer('220 ready');
    socket.on('error', () => {});
    socket.setEncoding('utf8').on('data', (chunk) => {
      const lines = (buffered + chunk).split('\r\n');
      buffered = lines.pop() ?? '';
      for (const line of lines) {
        if (inMail && line !== '.') continue;
        const isData = !inMail && line.toUpperCase() === 'DATA';
        inMail = isData;
        if (isData) answer('354 go on');
        else if (line.toUpperCase() === 'QUIT') socket.end('221 bye\r\n');
        else answer('250 ok');
      }
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
