import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { callTruce, deathsIn, ENOUGH, endTruce } from '../crash-tally.mjs';
import { everythingOnce } from '../scenario.ts';
import { nothingTold } from '../snapshot.ts';
import { type EmbeddedWorld, startEmbedded } from './embedded.ts';
import { settled } from './rest.ts';
import { tell } from './tell.ts';
import { traffic } from './traffic.ts';

/** Each round has a shop of its own, so that none grows beyond what the stand-in for MongoDB can scan. */
const ROUND_SECONDS = 240;
/** Where the five services hand something on; fewer means that people do not do all that they can any more. */
const PLACES = 96;
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
  [...deathsIn(tally)]
    .filter(([place]) => !ONCE.test(place))
    .sort(([one], [other]) => one.localeCompare(other));
const total = () => places().reduce((sum, [, deaths]) => sum + deaths, 0);
const left = () => places().filter(([, deaths]) => deaths < ENOUGH);

/** Whatever the others do or leave undone by chance, people who have just come reach every kind of place, again and again. */
async function everythingUntil(end: Promise<unknown>, everything: () => Promise<void>): Promise<void> {
  let over = false;
  const ended = end.then(() => {
    over = true;
  });
  while (!over) await everything();
  await ended;
}

async function killNatsNowAndThen({ parts }: EmbeddedWorld): Promise<void> {
  const nats = parts.find(({ name }) => name === 'nats');
  for (let at = NATS_SECONDS; at < ROUND_SECONDS; at += NATS_SECONDS) {
    await sleep(NATS_SECONDS * 1000);
    await nats?.kill();
  }
}

/** People shop while everything dies under them, and in the end all is as it should be. */
async function round(number: number): Promise<void> {
  // Whoever dies three times before it was ever ready is given up, as in `npm start`.
  callTruce(tally);
  const world = await startEmbedded({
    // What a dead process had in hand comes again soon.
    settings: { NODE_OPTIONS: `--import=${crashPoints}`, CRASH_TALLY: tally, ACK_WAIT_MS: '2000' },
    pauses: { initialMs: 50, maxMs: 200 },
  });
  endTruce(tally);
  const told = nothingTold();
  const closing = new AbortController();
  let sound = false;
  try {
    const { gone } = traffic(world, told, `round ${number}`, closing.signal);
    const truce = sleep(ROUND_SECONDS * 1000).then(() => callTruce(tally));
    const broken = killNatsNowAndThen(world);
    await everythingUntil(truce, () => everythingOnce(world, told));
    await broken;
    closing.abort();
    await gone;
    const { wrong, snapshot } = await settled(world, told);
    tell(
      `  round ${number}: ${total()} deaths so far, ${left().length} of ${places().length} places left; ` +
        `${snapshot.orders.length} orders, ${snapshot.books.payment_intents.length} charges, ` +
        `${snapshot.books.refunds.length} refunds; ${wrong.length} violations`,
    );
    expect(wrong).toEqual([]);
    sound = true;
  } finally {
    closing.abort();
    if (!sound) tell(`  logs in ${world.dir}`);
    await world.stop(!sound);
  }
}

test(
  `when every service dies ${ENOUGH} times at each of its places, then nothing is lost and nothing is done twice`,
  async () => {
    for (let number = 1; number === 1 || (left().length > 0 && number <= MOST_ROUNDS); number++)
      await round(number);
    for (const [place, deaths] of places()) tell(`  ${String(deaths).padStart(4)}  ${place}`);
    tell(`  ${String(total()).padStart(4)}  deaths at ${places().length} places`);
    expect(left()).toEqual([]);
    expect(places().length).toBeGreaterThanOrEqual(PLACES);
    expect(total()).toBeGreaterThanOrEqual(500);
  },
  MOST_ROUNDS * 1_200_000,
);
