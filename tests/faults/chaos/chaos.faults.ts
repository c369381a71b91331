import { measureRecovery, QUIESCENCE_SECONDS } from '../checker/quiescence.ts';
import { log } from '../log.ts';
import { Random } from '../workload/random.ts';
import { startCompose } from './compose.ts';
import { startEmbedded } from './embedded.ts';
import { checkUnderFaults, seed, stopAfter } from './harness.ts';
import { injectAll, schedule } from './nemesis.ts';

/** Each round has its own cluster, because FerretDB, which replaces MongoDB here, scans whole collections. */
const ROUND_SECONDS = 150;
/** Limit for a whole purchase after the last fault, on an otherwise idle machine. */
const RECOVERY_SECONDS = Number(process.env.RECOVERY_SECONDS || 30);

const minutes = Number(process.env.MINUTES || 3);
const rounds = Math.max(1, Math.round((minutes * 60) / (ROUND_SECONDS + 30)));

/** `embedded` runs the processes of `npm start`, `compose` runs containers. */
const clusters = { embedded: startEmbedded, compose: startCompose };
const startCluster = clusters[(process.env.CLUSTER || 'embedded') as keyof typeof clusters];
if (!startCluster) throw new Error(`CLUSTER is ${process.env.CLUSTER}. Set it to embedded or compose.`);

test.each(Array.from({ length: rounds }, (_, index) => index + 1))(
  `seed ${seed}, round %i of ${rounds}: all invariants hold after random faults`,
  async (round) => {
    const name = `${seed} ${round}`;
    const cluster = await startCluster();
    const faults = schedule(new Random(name), cluster, ROUND_SECONDS);
    log(`\nSeed ${seed}, round ${round} of ${rounds}: ${faults.length} faults. Logs in ${cluster.dir}`);
    await stopAfter(cluster, async () => {
      const result = await checkUnderFaults(cluster, name, async () => {
        await injectAll(faults, cluster, ROUND_SECONDS);
        const seconds = await measureRecovery(cluster);
        log(`  recovered ${seconds.toFixed(1)} s after the last fault (time of a whole purchase)`);
        return seconds;
      });
      const { orders, products, versions, ledger } = result.snapshot;
      const requests = result.clients.reduce((sum, client) => sum + client.requests, 0);
      const unanswered = result.clients.reduce((sum, client) => sum + client.unanswered, 0);
      const count = (status: string) => orders.filter((order) => order.status === status).length;
      log(
        `  ${requests} requests, ${unanswered} without a response; ` +
          `${orders.length} orders: ${count('Complete')} complete, ${count('Cancelled')} cancelled; ` +
          `${ledger.payment_intents.length} charges, ${ledger.refunds.length} refunds; ` +
          `${versions.length} versions of ${products.length} products; ` +
          `quiescent after ${result.quiescenceSeconds.toFixed(0)} s; ${result.violations.length} violations`,
      );
      expect(result.violations).toEqual([]);
      expect(count('Complete')).toBeGreaterThan(10);
      expect(result.injected).toBeLessThan(RECOVERY_SECONDS);
    });
  },
  (ROUND_SECONDS + QUIESCENCE_SECONDS + 600) * 1000,
);
