import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crashPointOptions } from '../crash-suite.ts';
import { CRASHES_PER_POINT, crashCounts, resumeCrashes, suspendCrashes } from '../crash-tally.mjs';
import { log } from '../log.ts';
import { runScenario } from '../workload/scenario.ts';
import type { Workload } from '../workload/workload.ts';
import { nodeOf } from './cluster.ts';
import { type EmbeddedCluster, startEmbedded } from './embedded.ts';
import { checkUnderFaults, stopAfter } from './harness.ts';

/** Each round has its own cluster, because FerretDB, which replaces MongoDB here, scans whole collections. */
const ROUND_SECONDS = 240;
/** Crash points of all services. Fewer means that the clients no longer use every feature. */
const EXPECTED_CRASH_POINTS = 116;
/**
 * Crash points that are reached once in the life of a database (`first-run.faults.ts`), at shutdown, or a minute after
 * another instance fails (`crash.faults.ts`).
 */
const RARE = /write (broker_runs\.insertOne|instances\.updateOne)/;
/** NATS Streaming is killed because the first contact with a restarted server has crash points of its own. */
const NATS_INTERVAL_SECONDS = 40;
/** Ends the test if a crash point is almost never reached. */
const MAX_ROUNDS = 24;

let tally: string;
beforeAll(async () => {
  tally = await mkdtemp(join(tmpdir(), 'tally-'));
});
afterAll(() => rm(tally, { recursive: true }));

const crashPoints = () =>
  [...crashCounts(tally)]
    .filter(([point]) => !RARE.test(point))
    .sort(([one], [other]) => one.localeCompare(other));
const total = () => crashPoints().reduce((sum, [, crashes]) => sum + crashes, 0);
const remaining = () => crashPoints().filter(([, crashes]) => crashes < CRASHES_PER_POINT);

/** Kills NATS Streaming at intervals, then suspends all crashes. */
async function killNats(cluster: EmbeddedCluster): Promise<void> {
  for (let at = NATS_INTERVAL_SECONDS; at < ROUND_SECONDS; at += NATS_INTERVAL_SECONDS) {
    await sleep(NATS_INTERVAL_SECONDS * 1000);
    await nodeOf(cluster, 'nats').kill();
  }
  await sleep(NATS_INTERVAL_SECONDS * 1000);
  suspendCrashes(tally);
}

/** Repeats the scenario beside the workload, so that new clients keep reaching every crash point. */
async function crashDuringScenarios(cluster: EmbeddedCluster, { history }: Workload): Promise<void> {
  const over = new AbortController();
  const repeatScenario = async () => {
    while (!over.signal.aborted) await runScenario(cluster, history);
  };
  await Promise.all([killNats(cluster).finally(() => over.abort()), repeatScenario()]);
}

async function runRound(number: number): Promise<void> {
  // The supervisor gives up on a process that crashes three times before it is ready.
  suspendCrashes(tally);
  const cluster = await startEmbedded({
    // A short ack wait redelivers the messages of a crashed process soon.
    env: { NODE_OPTIONS: crashPointOptions, CRASH_TALLY: tally, ACK_WAIT_MS: '2000' },
    pauses: { initialMs: 50, maxMs: 200 },
  });
  resumeCrashes(tally);
  await stopAfter(cluster, async () => {
    const { violations, snapshot } = await checkUnderFaults(cluster, `round ${number}`, (workload) =>
      crashDuringScenarios(cluster, workload),
    );
    const { orders, ledger } = snapshot;
    log(
      `  round ${number}: ${total()} crashes so far, ${remaining().length} of ${crashPoints().length} crash points ` +
        `left; ${orders.length} orders, ${ledger.payment_intents.length} charges, ` +
        `${ledger.refunds.length} refunds; ${violations.length} violations. Logs in ${cluster.dir}`,
    );
    expect(violations).toEqual([]);
  });
}

test(
  `all invariants hold after ${CRASHES_PER_POINT} crashes at each crash point of every service`,
  async () => {
    for (let number = 1; number === 1 || (remaining().length > 0 && number <= MAX_ROUNDS); number++)
      await runRound(number);
    for (const [point, crashes] of crashPoints()) log(`  ${String(crashes).padStart(4)}  ${point}`);
    log(`  ${String(total()).padStart(4)}  crashes at ${crashPoints().length} crash points`);
    expect(remaining()).toEqual([]);
    expect(crashPoints().length).toBeGreaterThanOrEqual(EXPECTED_CRASH_POINTS);
    expect(total()).toBeGreaterThanOrEqual(500);
  },
  MAX_ROUNDS * 1_200_000,
);
