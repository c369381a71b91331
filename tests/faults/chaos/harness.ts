import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAtQuiescence } from '../checker/quiescence.ts';
import { log } from '../log.ts';
import { Workload } from '../workload/workload.ts';
import type { Cluster } from './cluster.ts';
import { type EmbeddedCluster, type EmbeddedOptions, startEmbedded } from './embedded.ts';

/** Starts a cluster before the tests of a file and stops it after them. */
export function useCluster(options?: EmbeddedOptions) {
  let cluster: EmbeddedCluster;
  let unfinished = 0;
  beforeAll(async () => {
    cluster = await startEmbedded(options);
    log(`\nLogs in ${cluster.dir}`);
  }, 200_000);
  afterAll(() => cluster?.stop(unfinished > 0), 120_000);
  return {
    cluster: () => cluster,
    /** Wraps a test so that logs and data are kept if it fails. */
    keepOnFailure:
      <Args extends unknown[]>(test: (...args: Args) => Promise<void>) =>
      async (...args: Args) => {
        unfinished++;
        await test(...args);
        unfinished--;
      },
  };
}

/** Runs `work`, then stops the cluster. Keeps logs and data if `work` fails. */
export async function stopAfter(cluster: Cluster, work: () => Promise<void>): Promise<void> {
  let passed = false;
  try {
    await work();
    passed = true;
  } finally {
    await cluster.stop(!passed);
  }
}

/** Injects faults under a workload, then checks all invariants and stores the snapshot beside the logs. */
export async function checkUnderFaults<T>(
  cluster: Cluster,
  seed: string,
  injectFaults: (workload: Workload) => Promise<T>,
) {
  const workload = new Workload(cluster, seed);
  const injected = await injectFaults(workload).finally(() => workload.stop());
  const begin = Date.now();
  const { violations, snapshot } = await checkAtQuiescence(cluster, workload.history);
  await writeFile(join(cluster.dir, 'snapshot.json'), JSON.stringify(snapshot, null, 1));
  const quiescenceSeconds = (Date.now() - begin) / 1000;
  return { violations, snapshot, injected, clients: workload.clients, quiescenceSeconds };
}

/** The seed of all random choices: `SEED` or, if it is not set, a random number. */
export const seed = process.env.SEED || String(Math.floor(Math.random() * 1e6));
