import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@ecommerce/shared/testing';
import { useStack } from '../checkout/stack.ts';
import { ClientHistory } from './checker/client-history.ts';
import { crashPointOptions, processOf, untilNoViolations, victims } from './crash-suite.ts';
import { runScenario } from './workload/scenario.ts';

const stack = useStack();
const history = new ClientHistory();
const crashPoints: Record<string, string[]> = {};

/** Finds the crash points of each service by a scenario without crashes. */
beforeAll(async () => {
  const logs = await mkdtemp(join(tmpdir(), 'crash-points-'));
  for (const name of victims) {
    await processOf(stack(), name).signal('SIGTERM');
    await processOf(stack(), name).start({ NODE_OPTIONS: crashPointOptions, CRASH_LOG: join(logs, name) });
  }
  await runScenario(stack(), history);
  await untilNoViolations(stack(), history);
  for (const name of victims) {
    await processOf(stack(), name).signal('SIGTERM');
    crashPoints[name] = Object.keys(JSON.parse(await readFile(join(logs, name), 'utf8'))).sort();
    await processOf(stack(), name).start();
  }
  await rm(logs, { recursive: true });
});

test.each(victims)('all invariants hold when %s crashes at each of its crash points', async (name) => {
  const points = crashPoints[name] ?? [];
  expect(points.length).toBeGreaterThan(5);
  const victim = processOf(stack(), name);
  for (const point of points)
    try {
      await victim.signal('SIGTERM');
      await victim.start({ NODE_OPTIONS: crashPointOptions, CRASH_AT: `${point} #1` });
      const restarted = eventually(() => !victim.isRunning).then(() => victim.start());
      await Promise.all([runScenario(stack(), history), restarted]);
      await untilNoViolations(stack(), history);
    } catch (error) {
      throw new Error(`${point}: ${error}`);
    }
  console.info(`${name} crashed at ${points.length} crash points`);
});
