import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { checkAtQuiescence } from '../checker/quiescence.ts';
import { emptyHistory } from '../checker/snapshot.ts';
import { CRASHES_PER_POINT, crashCounts, resumeCrashes, suspendCrashes } from '../crash-tally.mjs';
import { log } from '../log.ts';
import { runScenario } from '../workload/scenario.ts';
import { startWorkload } from '../workload/workload.ts';
import { type EmbeddedCluster, startEmbedded } from './embedded.ts';

/** Each round has a shop of its own, so that none grows beyond what the stand-in for MongoDB can scan. */
const ROUND_SECONDS = 240;
/** Where the five services hand something on; fewer means that people do not do all that they can any more. */
const EXPECTED_CRASH_POINTS = 96;
/** Comes once in a database's life: `first-run.faults.ts`. */
const ONCE = /write broker_runs\.insertOne/;
/** A new run of the server is noted and read at places of its own. */
const NATS_SECONDS = 40;
/** A bound against a place that is hardly ever reached, not a measure. */
const MOST_ROUNDS = 24;
const crashPoints = pathToFileURL(join(import.meta.dirname, '../crash-points.mjs')).href;

let tally: string;
beforeAll(async () => {
  tally = await mkdtemp(join(tmpdir(), 'tally-'));
});
afterAll(() => rm(tally, { recursive: true }));

const places = () =>
  [...crashCounts(tally)]
    .filter(([place]) => !ONCE.test(place))
    .sort(([one], [other]) => one.localeCompare(other));
const total = () => places().reduce((sum, [, deaths]) => sum + deaths, 0);
const left = () => places().filter(([, deaths]) => deaths < CRASHES_PER_POINT);

/** Whatever the others do or leave undone by chance, people who have just come reach every kind of place, again and again. */
async function everythingUntil(end: Promise<unknown>, everything: () => Promise<void>): Promise<void> {
  let over = false;
  const ended = end.then(() => {
    over = true;
  });
  while (!over) await everything();
  await ended;
}

async function killNatsNowAndThen({ nodes }: EmbeddedCluster): Promise<void> {
  const nats = nodes.find(({ name }) => name === 'nats');
  for (let at = NATS_SECONDS; at < ROUND_SECONDS; at += NATS_SECONDS) {
    await sleep(NATS_SECONDS * 1000);
    await nats?.kill();
  }
}

/** People shop while everything dies under them, and in the end all is as it should be. */
async function round(number: number): Promise<void> {
  // Whoever dies three times before it was ever ready is given up, as in `npm start`.
  suspendCrashes(tally);
  const cluster = await startEmbedded({
    // What a dead process had in hand comes again soon.
    settings: { NODE_OPTIONS: `--import=${crashPoints}`, CRASH_TALLY: tally, ACK_WAIT_MS: '2000' },
    pauses: { firstMs: 50, longestMs: 200 },
  });
  resumeCrashes(tally);
  const history = emptyHistory();
  const closing = new AbortController();
  let sound = false;
  try {
    const { gone } = startWorkload(cluster, history, `round ${number}`, closing.signal);
    const truce = sleep(ROUND_SECONDS * 1000).then(() => suspendCrashes(tally));
    const broken = killNatsNowAndThen(cluster);
    await everythingUntil(truce, () => runScenario(cluster, history));
    await broken;
    closing.abort();
    await gone;
    const { wrong, snapshot } = await checkAtQuiescence(cluster, history);
    log(
      `  round ${number}: ${total()} deaths so far, ${left().length} of ${places().length} places left; ` +
        `${snapshot.orders.length} orders, ${snapshot.books.payment_intents.length} charges, ` +
        `${snapshot.books.refunds.length} refunds; ${wrong.length} violations`,
    );
    expect(wrong).toEqual([]);
    sound = true;
  } finally {
    closing.abort();
    if (!sound) log(`  logs in ${cluster.dir}`);
    await cluster.stop(!sound);
  }
}

test(
  `when every service dies ${CRASHES_PER_POINT} times at each of its places, then nothing is lost and nothing is done twice`,
  async () => {
    for (let number = 1; number === 1 || (left().length > 0 && number <= MOST_ROUNDS); number++)
      await round(number);
    for (const [place, deaths] of places()) log(`  ${String(deaths).padStart(4)}  ${place}`);
    log(`  ${String(total()).padStart(4)}  deaths at ${places().length} places`);
    expect(left()).toEqual([]);
    expect(places().length).toBeGreaterThanOrEqual(EXPECTED_CRASH_POINTS);
    expect(total()).toBeGreaterThanOrEqual(500);
  },
  MOST_ROUNDS * 1_200_000,
);
