import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../observability/logger.ts';

/** A named phase of a graceful shutdown. */
export interface ShutdownPhase {
  name: 'drain' | 'stop intake' | 'flush' | 'disconnect';
  run(): Promise<unknown>;
}

class ShutdownTimeout extends Error {}

/**
 * Shuts down gracefully: runs and logs the phases one after another.
 * @param budgetMs milliseconds for all phases; the phase that exceeds them is logged and ends the shutdown
 * @returns the exit code: 1 when a phase failed or timed out
 */
export async function shutDown(phases: ShutdownPhase[], budgetMs: number, log: Logger): Promise<0 | 1> {
  const deadline = performance.now() + budgetMs;
  let exitCode: 0 | 1 = 0;
  for (const { name: phase, run } of phases) {
    const startedAt = performance.now();
    try {
      await withTimeout(run(), deadline - startedAt);
      log.info({ phase, ms: Math.round(performance.now() - startedAt) }, 'shutdown phase completed');
    } catch (error) {
      exitCode = 1;
      if (error instanceof ShutdownTimeout) {
        log.fatal({ phase, budgetMs }, 'graceful shutdown timed out; forcing exit');
        break;
      }
      log.error({ err: error, phase }, 'shutdown phase failed');
    }
  }
  return exitCode;
}

async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  const done = new AbortController();
  const timeout = sleep(Math.max(0, ms), undefined, { signal: done.signal }).then(() => {
    throw new ShutdownTimeout();
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    done.abort();
    timeout.catch(() => {});
  }
}
