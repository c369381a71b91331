import { eventually } from '@ecommerce/test-kit';
import type { ServiceName } from '../../tools/services/services.mjs';
import { useStack } from '../checkout/stack.ts';
import { ClientHistory } from './checker/client-history.ts';
import { crashPointOptions, processOf, untilNoViolations, victims } from './crash-suite.ts';
import { runScenario } from './workload/scenario.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 2);
const crashPoints = ['write broker_runs.insertOne before', 'write broker_runs.insertOne after'];

const stack = useStack();

/** Crashes a service before and after it stores its first contact with the broker. */
async function crashAtFirstContact(name: ServiceName): Promise<void> {
  const victim = processOf(stack(), name);
  const runs = stack().database(name).collection('broker_runs');
  await victim.signal('SIGTERM');
  await runs.deleteMany({});
  for (const [index, point] of crashPoints.entries()) {
    // The process may crash before it is ready.
    victim.start({ NODE_OPTIONS: crashPointOptions, CRASH_AT: point }).catch(() => {});
    await eventually(() => !victim.isRunning);
    expect(await runs.countDocuments()).toBe(index);
  }
  await victim.start();
}

test(
  `all invariants hold after ${ROUNDS} crashes at the first contact with the broker`,
  async () => {
    const history = new ClientHistory();
    for (let round = 1; round <= ROUNDS; round++) {
      await Promise.all(victims.map(crashAtFirstContact));
      await runScenario(stack(), history);
    }
    await untilNoViolations(stack(), history);
  },
  ROUNDS * 120_000,
);
