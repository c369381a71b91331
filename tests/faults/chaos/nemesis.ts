import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../workload/random.ts';
import { type Cluster, type ClusterNode, isService, type Link } from './cluster.ts';

/** One thing that is broken, at a time (in seconds from the start) and for so long. */
export interface Fault {
  at: number;
  lasts: number;
  what: string;
  begin: () => unknown;
  end: () => unknown;
}

/** What the emulator does instead of answering as it should. The last two keep a charge's end open for 90 s: Stripe's search lags. */
const QUICK = ['charge_then_drop', 'charge_then_hang', 'drop_before', 'delay'];
const SLOW = ['error_500', 'error_500_after'];
const SLOW_SECONDS = 110;

/** The same for the same random numbers and the same world. */
export function schedule(random: Random, cluster: Cluster, seconds: number): Fault[] {
  const faults: Fault[] = [];
  for (let at = 3; at < seconds; at += random.between(0.5, 5)) {
    const fault = random.weighted(kinds)(random, cluster, seconds - at);
    faults.push({ ...fault, at, lasts: Math.min(fault.lasts, seconds - at) });
  }
  return faults;
}

type Kind = (random: Random, cluster: Cluster, left: number) => Omit<Fault, 'at'>;

const nothing = () => {};
const once = (what: string, begin: () => unknown) => ({ what, begin, lasts: 0, end: nothing });

/** Mostly ours, since they hold what is under way; each of the others as well. */
const sorts: [weight: number, belongs: (part: ClusterNode) => boolean][] = [
  [4, ({ group }) => isService(group)],
  [2, ({ group }) => group.startsWith('mongo-')],
  [1, ({ group }) => group === 'nats'],
  [0.5, ({ group }) => group === 'minio' || group === 'gateway'],
  [1, ({ group }) => group === 'stripe-emulator'],
];
const anyPart = (random: Random, { nodes }: Cluster): ClusterNode =>
  random.pick(nodes.filter(random.weighted(sorts)));

const kill: Kind = (random, cluster) => {
  const part = anyPart(random, cluster);
  return once(`kill ${part.name}`, () => part.kill());
};

const killAll: Kind = (random, cluster) => {
  const { group } = random.pick(cluster.nodes);
  const all = cluster.nodes.filter((part) => part.group === group);
  return once(`kill all of ${group}`, () => Promise.all(all.map((part) => part.kill())));
};

const stop: Kind = (random, cluster) => {
  const part = anyPart(random, cluster);
  return once(`stop ${part.name}`, () => part.stop());
};

const pause: Kind = (random, cluster) => {
  const part = anyPart(random, cluster);
  const lasts = random.chance(0.75) ? random.between(1, 8) : random.between(8, 40);
  return { what: `pause ${part.name}`, lasts, begin: () => part.pause(), end: () => part.resume() };
};

const cut: Kind = (random, cluster) => {
  const link = random.pick(cluster.links);
  return {
    what: `cut ${link.name}`,
    lasts: random.between(0, 12),
    begin: () => link.cut(),
    end: () => link.heal(),
  };
};

const slow: Kind = (random, cluster) => {
  const able = cluster.links.filter(
    (link): link is Link & { slow(ms: number): void } => link.slow !== undefined,
  );
  if (able.length === 0) return kill(random, cluster, 0);
  const link = random.pick(able);
  const ms = random.integer(20, 3000);
  return {
    what: `slow ${link.name} by ${ms} ms`,
    lasts: random.between(2, 20),
    begin: () => link.slow(ms),
    end: () => link.heal(),
  };
};

const disorder: Kind = (random, { emulatorUrl }, left) => {
  const mode = random.pick(left > SLOW_SECONDS ? [...QUICK, ...SLOW] : QUICK);
  const match = random.pick(['payment_intents', 'refunds']);
  const fault = { match, mode, count: random.integer(1, 4), delayMs: mode === 'delay' ? 6000 : 0 };
  return once(`emulator: ${mode} of the next ${fault.count} ${match}`, () =>
    fetch(`${emulatorUrl}/_emulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    }),
  );
};

const kinds = [
  [4, kill],
  [1, killAll],
  [2, stop],
  [3, pause],
  [3, cut],
  [2, slow],
  [2, disorder],
] as const;

/** Does it all in its time, tells of it as it does, and mends everything in the end. */
export async function injectAll(
  faults: Fault[],
  cluster: Cluster,
  seconds: number,
  log: (line: string) => void,
): Promise<void> {
  const begin = Date.now();
  const until = (at: number) => sleep(Math.max(0, begin + at * 1000 - Date.now()));
  await Promise.all([
    ...faults.map(async ({ at, lasts, what, begin, end }) => {
      await until(at);
      log(`${at.toFixed(1).padStart(6)} s  ${what}${lasts > 0 ? ` for ${lasts.toFixed(1)} s` : ''}`);
      await Promise.resolve(begin()).catch(nothing);
      await until(at + lasts);
      await end();
    }),
    until(seconds),
  ]);
  await Promise.all([
    ...cluster.nodes.map((part) => part.resume()),
    ...cluster.links.map((link) => link.heal()),
  ]);
  await fetch(`${cluster.emulatorUrl}/_emulator/faults`, { method: 'DELETE' }).catch(nothing);
}
