import { createRequire } from 'node:module';
import { Server, Socket } from 'node:net';

// Runs before each unit test file. A unit test runs in memory, in milliseconds: it gets neither the URLs of the test
// servers, nor sockets, nor processes.

// Required, because the named exports of an imported module keep their first values.
const childProcess = createRequire(import.meta.url)('node:child_process');

for (const name of ['MONGO_URL', 'NATS_URL', 'NATS_MONITOR_URL', 'MINIO_URL']) delete process.env[name];

const restore = [
  forbid(Server.prototype, 'listen', 'listens on a port'),
  forbid(Socket.prototype, 'connect', 'opens a connection'),
  forbid(childProcess.ChildProcess.prototype, 'spawn', 'starts a process'),
  ...['spawnSync', 'execFileSync', 'execSync'].map((name) => forbid(childProcess, name, 'starts a process')),
];

// Jest itself may continue to run in this process.
afterAll(() => {
  for (const one of restore) one();
});

/**
 * Makes a method throw.
 * @param {object} object @param {string} method @param {string} action what a call does
 * @returns {() => void} restores the method
 */
function forbid(object, method, action) {
  const original = Reflect.get(object, method);
  Reflect.set(object, method, () => {
    throw new Error(`This test ${action}, so it is not a unit test. Remove ".unit" from its file name.`);
  });
  return () => Reflect.set(object, method, original);
}
