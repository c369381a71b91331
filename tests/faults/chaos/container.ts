import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ClusterNode, Link } from './cluster.ts';

const run = promisify(execFile);
const docker = (...args: string[]) => run('docker', args);

/** Longer than any part takes to stop. */
const STOP_SECONDS = '30';

/** Does it, unless another strike has left the container so already. */
async function unless(already: RegExp, work: Promise<unknown>): Promise<void> {
  await work.catch((error) => {
    if (!already.test(String(error))) throw error;
  });
}

/** Docker leaves down what was killed or stopped with its own commands, so that each is followed by a start. */
export const containerFaults = (container: string): Omit<ClusterNode, 'name' | 'group'> => ({
  async kill() {
    await unless(/is not running/, docker('kill', '--signal', 'KILL', container));
    await docker('start', container);
  },
  async stop() {
    await docker('restart', '-t', STOP_SECONDS, container);
  },
  async pause() {
    await docker('pause', container);
  },
  resume: () => unless(/is not (paused|running)/, docker('unpause', container)),
});

/** All that connects a container with the others: what is sent meanwhile is lost, and nobody is told. */
export const containerLink = (container: string, alias: string, network: string): Omit<Link, 'name'> => ({
  cut: () => unless(/is not connected/, docker('network', 'disconnect', network, container)),
  heal: () =>
    unless(/already exists in network/, docker('network', 'connect', '--alias', alias, network, container)),
});
