import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually } from '@ecommerce/shared/testing';
import { type ServiceName, Stack } from '../checkout/stack.ts';
import { violationsIn } from './checker/invariants.ts';
import { emptyHistory, takeSnapshot } from './checker/snapshot.ts';
import { runScenario } from './workload/scenario.ts';

const NODE_OPTIONS = `--import=${pathToFileURL(join(import.meta.dirname, 'crash-points.mjs')).href}`;
const victims: ServiceName[] = ['products', 'cart', 'orders', 'payments'];

let stack: Stack;
let logs: string;
const history = emptyHistory();
const places: Record<string, string[]> = {};

const victim = (name: ServiceName) => {
  const [one] = stack.processes[name];
  if (!one) throw new Error(`there is no ${name}`);
  return one;
};

/** The shop comes to rest, and nothing is wrong. */
const settles = () =>
  eventually(async () => {
    const found = violationsIn(await takeSnapshot(stack, history));
    if (found.length > 0) throw new Error(found.join('\n'));
    return true;
  });

beforeAll(async () => {
  logs = await mkdtemp(join(tmpdir(), 'places-'));
  stack = await Stack.start();
  for (const name of victims) {
    await victim(name).signal('SIGTERM');
    await victim(name).start({ NODE_OPTIONS, CRASH_LOG: join(logs, name) });
  }
  await runScenario(stack, history);
  await settles();
  for (const name of victims) {
    await victim(name).signal('SIGTERM');
    places[name] = Object.keys(JSON.parse(await readFile(join(logs, name), 'utf8'))).sort();
    await victim(name).start();
  }
});
afterAll(async () => {
  await stack.stop();
  await rm(logs, { recursive: true });
});

test.each(victims)(
  'when %s dies at any of its places, then nothing is lost and nothing is done twice',
  async (name) => {
    const all = places[name] ?? [];
    expect(all.length).toBeGreaterThan(5);
    for (const place of all) {
      const one = victim(name);
      await one.signal('SIGTERM');
      await one.start({ NODE_OPTIONS, CRASH_AT: `${place} #1` });
      const shopping = runScenario(stack, history);
      const dead = eventually(() => !one.isRunning).then(() => one.start());
      await Promise.all([shopping, dead]).catch((error) => {
        throw new Error(`${place}: ${error}`);
      });
      await settles().catch((error) => {
        throw new Error(`${place}: ${error}`);
      });
    }
    console.info(`${name} died at ${all.length} places`);
  },
);
