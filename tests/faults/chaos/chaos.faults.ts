import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nothingTold, type Snapshot } from '../snapshot.ts';
import { startCompose } from './compose.ts';
import { startEmbedded } from './embedded.ts';
import { schedule, strikeAll } from './nemesis.ts';
import { Random } from './random.ts';
import { REST_SECONDS, recovery, settled } from './rest.ts';
import { tell } from './tell.ts';
import { traffic } from './traffic.ts';

/** Each round has a shop of its own, so that none grows beyond what the stand-in for MongoDB can scan. */
const ROUND_SECONDS = 150;
/** What the shop has to be whole again after the last fault, where the machine has nothing else to do. */
const RECOVERY_SECONDS = Number(process.env.RECOVERY_SECONDS || 30);

const seed = process.env.SEED || String(Math.floor(Math.random() * 1e6));
const minutes = Number(process.env.MINUTES || 3);
const rounds = Math.max(1, Math.round((minutes * 60) / (ROUND_SECONDS + 30)));

/** Processes of `npm start`, or containers. */
const worlds = { embedded: startEmbedded, compose: startCompose };
const startWorld = worlds[(process.env.WORLD || 'embedded') as keyof typeof worlds];
if (!startWorld) throw new Error(`WORLD is embedded or compose, not ${process.env.WORLD}`);

const count = (snapshot: Snapshot, status: string) =>
  snapshot.orders.filter((order) => order.status === status).length;

test.each(Array.from({ length: rounds }, (_, index) => index + 1))(
  `seed ${seed}, round %i of ${rounds}: whatever is broken, nothing is lost and nothing is done twice`,
  async (round) => {
    const name = `${seed} ${round}`;
    const world = await startWorld();
    const strikes = schedule(new Random(name), world, ROUND_SECONDS);
    tell(`\nSeed ${seed}, round ${round} of ${rounds}: ${strikes.length} strikes. Logs in ${world.dir}`);
    const told = nothingTold();
    const closing = new AbortController();
    let sound = false;
    try {
      const { people, gone } = traffic(world, told, name, closing.signal);
      await strikeAll(strikes, world, ROUND_SECONDS, tell);
      const recovered = await recovery(world);
      tell(`  the first whole purchase took ${recovered.toFixed(1)} s after the last fault`);
      closing.abort();
      await gone;
      const begin = Date.now();
      const { wrong, snapshot } = await settled(world, told);
      await writeFile(join(world.dir, 'snapshot.json'), JSON.stringify(snapshot, null, 1));
      const sum = (read: (one: (typeof people)[number]) => number) =>
        people.reduce((all, one) => all + read(one), 0);
      tell(
        `  ${sum((one) => one.requests)} requests, ${sum((one) => one.unanswered)} without an answer; ` +
          `${snapshot.orders.length} orders: ${count(snapshot, 'Complete')} complete, ${count(snapshot, 'Cancelled')} cancelled; ` +
          `${snapshot.ledger.payment_intents.length} charges, ${snapshot.ledger.refunds.length} refunds; ` +
          `${snapshot.versions.length} versions of ${snapshot.products.length} products; ` +
          `at rest after ${((Date.now() - begin) / 1000).toFixed(0)} s; ${wrong.length} violations`,
      );
      expect(wrong).toEqual([]);
      expect(count(snapshot, 'Complete')).toBeGreaterThan(10);
      expect(recovered).toBeLessThan(RECOVERY_SECONDS);
      sound = true;
    } finally {
      closing.abort();
      await world.stop(!sound);
    }
  },
  (ROUND_SECONDS + REST_SECONDS + 600) * 1000,
);
