import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAtQuiescence, measureRecovery, QUIESCENCE_SECONDS } from '../checker/quiescence.ts';
import { emptyHistory, type Snapshot } from '../checker/snapshot.ts';
import { log } from '../log.ts';
import { Random } from '../workload/random.ts';
import { startWorkload } from '../workload/workload.ts';
import { startCompose } from './compose.ts';
import { startEmbedded } from './embedded.ts';
import { injectAll, schedule } from './nemesis.ts';

/** Each round has a shop of its own, so that none grows beyond what the stand-in for MongoDB can scan. */
const ROUND_SECONDS = 150;
/** What the shop has to be whole again after the last fault, where the machine has nothing else to do. */
const RECOVERY_SECONDS = Number(process.env.RECOVERY_SECONDS || 30);

const seed = process.env.SEED || String(Math.floor(Math.random() * 1e6));
const minutes = Number(process.env.MINUTES || 3);
const rounds = Math.max(1, Math.round((minutes * 60) / (ROUND_SECONDS + 30)));

/** Processes of `npm start`, or containers. */
const clusters = { embedded: startEmbedded, compose: startCompose };
const startCluster = clusters[(process.env.WORLD || 'embedded') as keyof typeof clusters];
if (!startCluster) throw new Error(`WORLD is embedded or compose, not ${process.env.WORLD}`);

const count = (snapshot: Snapshot, status: string) =>
  snapshot.orders.filter((order) => order.status === status).length;

test.each(Array.from({ length: rounds }, (_, index) => index + 1))(
  `seed ${seed}, round %i of ${rounds}: whatever is broken, nothing is lost and nothing is done twice`,
  async (round) => {
    const name = `${seed} ${round}`;
    const cluster = await startCluster();
    const faults = schedule(new Random(name), cluster, ROUND_SECONDS);
    log(`\nSeed ${seed}, round ${round} of ${rounds}: ${faults.length} faults. Logs in ${cluster.dir}`);
    const history = emptyHistory();
    const closing = new AbortController();
    let sound = false;
    try {
      const { people, gone } = startWorkload(cluster, history, name, closing.signal);
      await injectAll(faults, cluster, ROUND_SECONDS, log);
      const recovered = await measureRecovery(cluster);
      log(`  the first whole purchase took ${recovered.toFixed(1)} s after the last fault`);
      closing.abort();
      await gone;
      const begin = Date.now();
      const { wrong, snapshot } = await checkAtQuiescence(cluster, history);
      await writeFile(join(cluster.dir, 'snapshot.json'), JSON.stringify(snapshot, null, 1));
      const sum = (read: (one: (typeof people)[number]) => number) =>
        people.reduce((all, one) => all + read(one), 0);
      log(
        `  ${sum((one) => one.requests)} requests, ${sum((one) => one.unanswered)} without an answer; ` +
          `${snapshot.orders.length} orders: ${count(snapshot, 'Complete')} complete, ${count(snapshot, 'Cancelled')} cancelled; ` +
          `${snapshot.books.payment_intents.length} charges, ${snapshot.books.refunds.length} refunds; ` +
          `${snapshot.versions.length} versions of ${snapshot.products.length} products; ` +
          `at rest after ${((Date.now() - begin) / 1000).toFixed(0)} s; ${wrong.length} violations`,
      );
      expect(wrong).toEqual([]);
      expect(count(snapshot, 'Complete')).toBeGreaterThan(10);
      expect(recovered).toBeLessThan(RECOVERY_SECONDS);
      sound = true;
    } finally {
      closing.abort();
      await cluster.stop(!sound);
    }
  },
  (ROUND_SECONDS + QUIESCENCE_SECONDS + 600) * 1000,
);
