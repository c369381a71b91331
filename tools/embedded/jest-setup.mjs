import { startTestServers } from './lib/test-servers.mjs';

/** The servers that the tests need, for one run of Jest. */
export default async function setup() {
  globalThis.stopTestServers = await startTestServers();
}
