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
 * Where the logs of a running shop are.
 * @typedef {object} Source
 * @property {string} place as a person calls it
 * @property {() => Promise<boolean>} runs
 * @property {() => AsyncIterable<string>} lines all of them, in no order
 */

const services = readdirSync(join(root, 'services'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const logs = join(dataDir, 'logs');
const kubectl = join(root, 'tools/k8s/kubectl.sh');

/** @type {Record<'start' | 'compose' | 'kubernetes', Source>} */
export const sources = {
  start: {
    place: `${relative(process.cwd(), logs)} of npm start`,
    runs: async () => runningProcesses(join(dataDir, 'run')).length > 0,
    lines: () => linesOfFiles(logs),
  },
  compose: {
    place: 'docker compose logs',
    runs: () => saysSomething('docker', ['compose', 'ps', '--quiet']),
    lines: () =>
      linesOf('docker', ['compose', 'logs', '--no-color', '--no-log-prefix', 'gateway', ...services]),
  },
  kubernetes: {
    place: 'kubectl logs',
    runs: () => saysSomething(kubectl, ['get', 'pods', '--output', 'name', '--request-timeout', '3s']),
    lines: () => {
      const pods = `io.kompose.service in (${services.join(',')})`;
      return linesOf(kubectl, ['logs', '--selector', pods, '--tail', '-1', '--max-log-requests', '50']);
    },
  },
};

/**
 * @param {string} [name] instead of all that run
 * @returns {Promise<Source[]>}
 * @throws {UserError} when there is none
 */
export async function chosen(name) {
  if (name !== undefined) {
    const named = Object.entries(sources).find(([key]) => key === name)?.[1];
    if (!named) throw new UserError(`--from takes ${Object.keys(sources).join(', ')}; not ${name}.`);
    return [named];
  }
  const running = [];
  for (const source of Object.values(sources)) if (await source.runs()) running.push(source);
  if (running.length > 0) return running;
  // Stopped, but its logs are there.
  if (existsSync(logs)) return [sources.start];
  throw new UserError('No shop runs here: npm start, docker compose up or just k8s starts one.');
}

/** Of a folder as `npm start` fills it, also of the run before. */
export async function* linesOfFiles(/** @type {string} */ dir) {
  if (!existsSync(dir)) throw new UserError(`There are no logs in ${dir}: npm start makes them.`);
  const names = ['access', ...services].flatMap((name) => [`${name}.previous.log`, `${name}.log`]);
  for (const file of names.map((name) => join(dir, name)).filter((file) => existsSync(file)))
    yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}

async function* linesOf(/** @type {string} */ command, /** @type {string[]} */ args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const complaint = text(child.stderr);
  const ended = once(child, 'close');
  // Rejects also while the lines are read; it is heard below.
  ended.catch(() => {});
  yield* createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
  const [code] = await ended;
  if (code !== 0) throw new UserError(`${command} ${args.join(' ')} failed:\n${await complaint}`);
}

const saysSomething = (/** @type {string} */ command, /** @type {string[]} */ args) =>
  promisify(execFile)(command, args, { cwd: root, timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim() !== '',
    () => false,
  );
