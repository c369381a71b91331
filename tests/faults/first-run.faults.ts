import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually } from '@ecommerce/shared/testing';
import { type ServiceName, Stack } from '../checkout/stack.ts';
import { violationsIn } from './checker/invariants.ts';
import { emptyHistory, takeSnapshot } from './checker/snapshot.ts';
import { runScenario } from './workload/scenario.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 2);
const NODE_OPTIONS = `--import=${pathToFileURL(join(import.meta.dirname, 'crash-points.mjs')).href}`;
const victims: ServiceName[] = ['products', 'cart', 'orders', 'payments'];
const places = ['write broker_runs.insertOne before', 'write broker_runs.insertOne after'];

/** Lets a service that knows of no run of the server yet die as it notes the first one. */
async function dieAtFirstRun(stack: Stack, name: ServiceName): Promise<void> {
  const [victim] = stack.processes[name];
  if (!victim) throw new Error(`there is no ${name}`);
  const runs = stack.database(name).collection('broker_runs');
  await victim.signal('SIGTERM');
  await runs.deleteMany({});
  for (const [index, place] of places.entries()) {
    // It may be gone before it was ready.
    victim.start({ NODE_OPTIONS, CRASH_AT: place }).catch(() => {});
    await eventually(() => !victim.isRunning);
    expect(await runs.countDocuments()).toBe(index);
  }
  await victim.start();
}

test(
  `when every service dies ${ROUNDS} times as it first meets the server, then it starts, and all is well`,
  async () => {
    const stack = await Stack.start();
    const history = emptyHistory();
    try {
      for (let round = 1; round <= ROUNDS; round++) {
        await Promise.all(victims.map((name) => dieAtFirstRun(stack, name)));
        await runScenario(stack, history);
      }
      await eventually(async () => {
        const found = violationsIn(await takeSnapshot(stack, history));
        if (found.length > 0) throw new Error(found.join('\n'));
        return true;
      });
    } finally {
      await stack.stop();
    }
  },
  ROUNDS * 120_000,
);
