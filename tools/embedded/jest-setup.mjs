import { startTestServers } from './lib/test-servers.mjs';

/** Starts the servers that the tests need, once per run of Jest. */
export default async function setup() {
  globalThis.stopTestServers = await startTestServers();
}
