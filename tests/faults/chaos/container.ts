import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ClusterNode, Link } from './cluster.ts';

const run = promisify(execFile);

/** Longer than any node takes to stop. */
const STOP_SECONDS = '30';

/** @param unless an error that says that another fault has left the container in the wanted state already */
async function docker(args: string[], unless?: RegExp): Promise<void> {
  await run('docker', args).catch((error) => {
    if (!unless?.test(String(error))) throw error;
  });
}

/** Docker does not restart what its own commands have killed or stopped, so each of these starts the container again. */
export const containerFaults = (container: string): Omit<ClusterNode, 'name' | 'group'> => ({
  async kill() {
    await docker(['kill', '--signal', 'KILL', container], /is not running/);
    await docker(['start', container]);
  },
  stop: () => docker(['restart', '-t', STOP_SECONDS, container]),
  pause: () => docker(['pause', container]),
  resume: () => docker(['unpause', container], /is not (paused|running)/),
});

/** The connection of a container with all others. While it is cut, packets are lost without an error on either side. */
export const containerLink = (container: string, alias: string, network: string): Omit<Link, 'name'> => ({
  cut: () => docker(['network', 'disconnect', network, container], /is not connected/),
  heal: () =>
    docker(['network', 'connect', '--alias', alias, network, container], /already exists in network/),
});
