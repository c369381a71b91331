import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../log.ts';
import type { Random } from '../workload/random.ts';
import { type Cluster, type ClusterNode, isService } from './cluster.ts';

interface Fault {
  description: string;
  begin: () => unknown;
  /** Seconds between `begin` and `end`; undefined for a momentary fault. */
  lasts?: number;
  end?: () => unknown;
}

/** A fault with `at`, its begin in seconds from the start. */
export type ScheduledFault = Fault & { at: number; lasts: number };

/** Fault modes of the Stripe emulator. Slow modes leave a charge indeterminate for 90 s, because Stripe's search lags. */
const QUICK_MODES = ['charge_then_drop', 'charge_then_hang', 'drop_before', 'delay'];
const SLOW_MODES = ['error_500', 'error_500_after'];
const SLOW_SECONDS = 110;

/** Draws a schedule of faults, which is the same for the same seed and cluster. */
export function schedule(random: Random, cluster: Cluster, seconds: number): ScheduledFault[] {
  const faults: ScheduledFault[] = [];
  for (let at = 3; at < seconds; at += random.between(0.5, 5)) {
    const fault = random.weighted(kinds)(random, cluster, seconds - at);
    faults.push({ ...fault, at, lasts: Math.min(fault.lasts ?? 0, seconds - at) });
  }
  return faults;
}

type Kind = (random: Random, cluster: Cluster, secondsLeft: number) => Fault;

/** Covers every group, but mostly services, because they hold work in memory. */
const nodeFilters: [weight: number, matches: (node: ClusterNode) => boolean][] = [
  [4, ({ group }) => isService(group)],
  [2, ({ group }) => group.startsWith('mongo-')],
  [1, ({ group }) => group === 'nats'],
  [0.5, ({ group }) => ['minio', 'gateway', 'maildev'].includes(group)],
  [1, ({ group }) => group === 'stripe-emulator'],
];
const anyNode = (random: Random, { nodes }: Cluster): ClusterNode =>
  random.pick(nodes.filter(random.weighted(nodeFilters)));

const terminate =
  (how: 'kill' | 'stop'): Kind =>
  (random, cluster) => {
    const node = anyNode(random, cluster);
    return { description: `${how} ${node.name}`, begin: () => node[how]() };
  };

const killAll: Kind = (random, { nodes }) => {
  const { group } = random.pick(nodes);
  const all = nodes.filter((node) => node.group === group);
  return { description: `kill all of ${group}`, begin: () => Promise.all(all.map((node) => node.kill())) };
};

const pause: Kind = (random, cluster) => {
  const node = anyNode(random, cluster);
  const lasts = random.chance(0.75) ? random.between(1, 8) : random.between(8, 40);
  return { description: `pause ${node.name}`, lasts, begin: () => node.pause(), end: () => node.resume() };
};

const cut: Kind = (random, { links }) => {
  const link = random.pick(links);
  return {
    description: `cut ${link.name}`,
    lasts: random.between(0, 12),
    begin: () => link.cut(),
    end: () => link.heal(),
  };
};

const slow: Kind = (random, cluster) => {
  const slowable = cluster.links.filter((link) => link.slow);
  if (slowable.length === 0) return terminate('kill')(random, cluster, 0);
  const link = random.pick(slowable);
  const ms = random.integer(20, 3000);
  return {
    description: `slow ${link.name} by ${ms} ms`,
    lasts: random.between(2, 20),
    begin: () => link.slow?.(ms),
    end: () => link.heal(),
  };
};

const failStripe: Kind = (random, { emulatorUrl }, secondsLeft) => {
  const mode = random.pick(secondsLeft > SLOW_SECONDS ? [...QUICK_MODES, ...SLOW_MODES] : QUICK_MODES);
  const match = random.pick(['payment_intents', 'refunds']);
  const fault = { match, mode, count: random.integer(1, 4), delayMs: mode === 'delay' ? 6000 : 0 };
  return {
    description: `emulator: ${mode} of the next ${fault.count} ${match}`,
    begin: () =>
      fetch(`${emulatorUrl}/_emulator/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      }),
  };
};

const kinds = [
  [4, terminate('kill')],
  [1, killAll],
  [2, terminate('stop')],
  [3, pause],
  [3, cut],
  [2, slow],
  [2, failStripe],
] as const;

/** Injects each fault at its time and logs it. Ends all faults at the end. */
export async function injectAll(faults: ScheduledFault[], cluster: Cluster, seconds: number): Promise<void> {
  const start = Date.now();
  const until = (at: number) => sleep(Math.max(0, start + at * 1000 - Date.now()));
  await Promise.all([
    ...faults.map(async ({ at, lasts, description, begin, end }) => {
      await until(at);
      const duration = lasts > 0 ? ` for ${lasts.toFixed(1)} s` : '';
      log(`${at.toFixed(1).padStart(6)} s  ${description}${duration}`);
      await Promise.resolve(begin()).catch(() => {});
      await until(at + lasts);
      await end?.();
    }),
    until(seconds),
  ]);
  await Promise.all([
    ...cluster.nodes.map((node) => node.resume()),
    ...cluster.links.map((link) => link.heal()),
  ]);
  await fetch(`${cluster.emulatorUrl}/_emulator/faults`, { method: 'DELETE' }).catch(() => {});
}
