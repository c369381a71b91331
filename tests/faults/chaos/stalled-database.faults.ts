import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ecommerce/test-kit';
import { checkAtQuiescence, QUIESCENCE_SECONDS } from '../checker/quiescence.ts';
import { log } from '../log.ts';
import { Workload } from '../workload/workload.ts';
import { nodeOf } from './cluster.ts';
import { seed, useCluster } from './harness.ts';

/** Many, so that the stall finds writes in flight. */
const BUYERS = 40;
/** Longer than every timeout of a write, and than the wait after which a lost write is looked for. */
const STALL_SECONDS = Number(process.env.STALL_SECONDS || 32);
const USED_SECONDS = 10;

const { cluster, keepOnFailure } = useCluster();

test.each(['payments', 'orders', 'products'] as const)(
  `seed ${seed}: loses nothing when the database of %s stalls for ${STALL_SECONDS} s`,
  keepOnFailure(async (service) => {
    const database = nodeOf(cluster(), `mongo-${service}`);
    const workload = new Workload(cluster(), `${seed} ${service}`, BUYERS);
    await eventually(() => workload.history.users.length === workload.clients.length, QUIESCENCE_SECONDS);
    await sleep(USED_SECONDS * 1000);
    await database.pause();
    await sleep(STALL_SECONDS * 1000);
    await database.resume();
    await sleep(USED_SECONDS * 1000);
    await workload.stop();

    const begin = Date.now();
    const { violations, snapshot } = await checkAtQuiescence(cluster(), workload.history);
    const seconds = (Date.now() - begin) / 1000;
    log(`  ${database.name}: ${snapshot.orders.length} orders, quiescent after ${seconds.toFixed(1)} s`);
    expect(violations).toEqual([]);
  }),
  (STALL_SECONDS + 2 * USED_SECONDS + 3 * QUIESCENCE_SECONDS) * 1000,
);
