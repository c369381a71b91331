import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@ecommerce/test-kit';
import type { ServiceName } from '../../tools/services/services.mjs';
import { useStack } from '../checkout/stack.ts';
import { ClientHistory } from './checker/client-history.ts';
import { crashPointOptions, processOf, untilNoViolations, victims } from './crash-suite.ts';
import { crashCounts, suspendCrashes } from './crash-tally.mjs';
import { runScenario } from './workload/scenario.ts';

/** Reached when a process stops. */
const AT_SHUTDOWN = /write instances\.updateOne/;

/** The services that the scenario uses, which have many crash points. */
const inScenario = new Set<ServiceName>(['products', 'cart', 'orders', 'payments']);

const stack = useStack();
const history = new ClientHistory();
let crashPoints: string[];

/** Finds the crash points of all services by running the scenario without crashes. */
beforeAll(async () => {
  const tally = await mkdtemp(join(tmpdir(), 'tally-'));
  suspendCrashes(tally);
  const restart = async (env?: NodeJS.ProcessEnv) => {
    for (const name of victims) {
      await processOf(stack(), name).signal('SIGTERM');
      await processOf(stack(), name).start(env);
    }
  };
  await restart({ NODE_OPTIONS: crashPointOptions, CRASH_TALLY: tally });
  await runScenario(stack(), history);
  await untilNoViolations(stack(), history);
  await restart();
  crashPoints = [...crashCounts(tally).keys()].sort();
  await rm(tally, { recursive: true });
});

test.each(victims)('all invariants hold when %s crashes at each of its crash points', async (name) => {
  const points = crashPoints.flatMap((point) => point.split(`${name}: `)[1] ?? []);
  expect(points.length).toBeGreaterThan(inScenario.has(name) ? 5 : 0);
  const victim = processOf(stack(), name);
  for (const point of points)
    try {
      await victim.signal('SIGTERM');
      const started = victim.start({ NODE_OPTIONS: crashPointOptions, CRASH_AT: point });
      // Some crash points are reached before the process is ready.
      await started.catch((error) => expect(String(error)).toContain('ended before it was ready'));
      if (AT_SHUTDOWN.test(point)) await victim.signal('SIGTERM');
      const restarted = eventually(() => !victim.isRunning).then(() => victim.start());
      await Promise.all([runScenario(stack(), history), restarted]);
      await untilNoViolations(stack(), history);
    } catch (error) {
      throw new Error(`${point}: ${error}`);
    }
  console.info(`${name} crashed at ${points.length} crash points`);
});
