import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { UserError } from '../embedded/lib/errors.mjs';
import { dataDir, root } from '../embedded/lib/paths.mjs';
import { runningProcesses } from '../embedded/lib/pid-files.mjs';

/**
 * A source of a shop's logs.
 * @typedef {object} Source
 * @property {string} label the name to show
 * @property {() => Promise<boolean>} isRunning
 * @property {() => AsyncIterable<string>} lines returns all lines, unordered
 */

const services = readdirSync(join(root, 'services'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const logs = join(dataDir, 'logs');
const kubectl = join(root, 'tools/k8s/kubectl.sh');
const pods = `io.kompose.service in (${services.join(',')})`;

/** @type {Record<'start' | 'compose' | 'kubernetes', Source>} */
export const sources = {
  start: {
    label: `${relative(process.cwd(), logs)} of npm start`,
    isRunning: async () => runningProcesses(join(dataDir, 'run')).length > 0,
    lines: () => fileLines(logs),
  },
  compose: {
    label: 'docker compose logs',
    isRunning: () => hasOutput('docker', 'compose', 'ps', '--quiet'),
    lines: () =>
      commandLines('docker', 'compose', 'logs', '--no-color', '--no-log-prefix', 'gateway', ...services),
  },
  kubernetes: {
    label: 'kubectl logs',
    isRunning: () => hasOutput(kubectl, 'get', 'pods', '--output', 'name', '--request-timeout', '3s'),
    lines: () =>
      commandLines(kubectl, 'logs', '--selector', pods, '--tail', '-1', '--max-log-requests', '50'),
  },
};

/**
 * Selects the logs to read.
 * @param {string} [name] selects this source; by default, those of all running shops
 * @returns {Promise<Source[]>}
 * @throws {UserError} if there is none
 */
export async function selectSources(name) {
  if (name !== undefined) {
    const named = Object.entries(sources).find(([key]) => key === name)?.[1];
    if (!named)
      throw new UserError(
        `Unknown source ${name}. Set --from to one of: ${Object.keys(sources).join(', ')}.`,
      );
    return [named];
  }
  const running = [];
  for (const source of Object.values(sources)) if (await source.isRunning()) running.push(source);
  if (running.length > 0) return running;
  // The logs remain after npm start has ended.
  if (existsSync(logs)) return [sources.start];
  throw new UserError('No shop is running. Start one with `npm start`, `docker compose up` or `just k8s`.');
}

/** Reads the logs of `npm start` in a folder, including those of the previous run. */
export async function* fileLines(/** @type {string} */ dir) {
  if (!existsSync(dir))
    throw new UserError(`There are no logs in ${dir}. Start the shop with \`npm start\`.`);
  const names = ['access', ...services].flatMap((name) => [`${name}.previous.log`, `${name}.log`]);
  for (const file of names.map((name) => join(dir, name)).filter((file) => existsSync(file)))
    yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}

async function* commandLines(/** @type {string} */ command, /** @type {string[]} */ ...args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const stderr = text(child.stderr);
  const closed = once(child, 'close');
  // Prevents an unhandled rejection while lines are still read; the await below throws the error.
  closed.catch(() => {});
  yield* createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
  const [code] = await closed;
  if (code !== 0) throw new UserError(`${command} ${args.join(' ')} failed:\n${await stderr}`);
}

const hasOutput = (/** @type {string} */ command, /** @type {string[]} */ ...args) =>
  promisify(execFile)(command, args, { cwd: root, timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim() !== '',
    () => false,
  );
