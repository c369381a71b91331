import { cpSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CountingProxy } from './wire/counting-proxy.mjs';

/**
 * @import { Case, Scenario, Stage } from './scenarios/scenario.mjs'
 * @import { Shop } from './shop/adapter.mjs'
 * @import { Side } from './sides.mjs'
 * @typedef {Case & {side: string, round: number}} Measured
 */

/** Time after a start for replaying messages, creating indexes and compiling code. */
const SETTLE_MS = 3000;

/**
 * Measures each stage of a scenario, alternating between the sides: A, B, A, B. Only one side runs at a time, and each round
 * starts on a fresh copy of the prepared data, so that both sides store the same amount.
 * @param {Scenario} scenario
 * @param {Side[]} sides
 * @param {import('./options.mjs').Options} options
 * @param {(text: string) => void} progress
 * @returns {Promise<Measured[]>}
 */
export async function runScenario(scenario, sides, options, progress) {
  const supported = sides.filter(({ shop }) => scenario.isPossible?.(shop) ?? true);
  const measured = [];
  for (const stage of scenario.stages(options)) {
    const dir = mkdtempSync(join(tmpdir(), 'bench-data-'));
    const removeDir = () => rmSync(dir, { recursive: true, force: true });
    process.once('exit', removeDir);
    const prepared = new Map();
    for (const { label, shop } of supported) {
      progress(`${label}: preparing "${stage.name}"`);
      prepared.set(label, await prepare(scenario, stage, shop, join(dir, label)));
    }
    for (let round = 1; round <= options.rounds; round++)
      for (const { label, shop } of supported) {
        progress(`${label}: measuring "${stage.name}", round ${round} of ${options.rounds}`);
        const copy = join(dir, 'copy');
        cpSync(join(dir, label), copy, { recursive: true, filter: isNoSocket });
        const cases = await measure(scenario, stage, shop, copy, prepared.get(label)).catch(report);
        rmSync(copy, { recursive: true });
        measured.push(...cases.map((one) => ({ ...one, side: label, round })));
      }
    removeDir();
    process.off('exit', removeDir);
  }
  return measured;
}

/**
 * Reports a failed round. The others continue, because they may already have taken an hour.
 * @param {Error} error @returns {Case[]}
 */
function report(error) {
  process.stderr.write(`Round failed: ${error.stack}\n`);
  process.exitCode = 1;
  return [];
}

/** Excludes sockets, which killed servers leave behind. */
const isNoSocket = (/** @type {string} */ path) => !lstatSync(path).isSocket();

/** @param {Scenario} scenario @param {Stage} stage @param {Shop} shop @param {string} dataDir */
async function prepare({ storefront }, stage, shop, dataDir) {
  mkdirSync(dataDir);
  await shop.start({ dataDir, storefront });
  const prepared = await stage.prepare(shop);
  await shop.stop();
  return prepared;
}

/** @param {Scenario} scenario @param {Stage} stage @param {Shop} shop @param {string} dataDir @param {unknown} prepared */
async function measure({ storefront, countsCommands }, stage, shop, dataDir, prepared) {
  const proxy = new CountingProxy(shop.serviceOf);
  const proxyDatabase = countsCommands ? (/** @type {number} */ port) => proxy.listen(port) : undefined;
  try {
    await shop.start({ dataDir, storefront, proxyDatabase });
    await sleep(SETTLE_MS);
    return await stage.measure(shop, prepared, proxy);
  } finally {
    await shop.stop();
    await proxy.close();
  }
}
