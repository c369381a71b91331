import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '../../tools/embedded/lib/poll.mjs';
import { freePort } from '../../tools/embedded/lib/ports.mjs';
import { resolveBinaries } from '../../tools/embedded/lib/resolve-binaries.mjs';
import { everyServer } from '../../tools/embedded/lib/servers.mjs';
import { portsOf } from '../../tools/embedded/lib/settings.mjs';

const START_TIMEOUT_MS = 300_000;
const root = join(import.meta.dirname, '../..');

/** A copy of this working tree in a temporary folder, whose shop has free ports and data of its own. */
export class ShopCopy {
  dir = mkdtempSync(join(tmpdir(), 'ecommerce-dev-'));
  /** @type {Record<string, string>} */
  ports = {};
  output = '';

  static async create() {
    // A first build of the servers takes longer than a start may take.
    await resolveBinaries(everyServer);
    const copy = new ShopCopy();
    copy.#copyFiles();
    for (const { variable } of portsOf({}, { debuggers: true }).wanted)
      copy.ports[variable] = String(await freePort());
    return copy;
  }

  #copyFiles() {
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
    for (const file of files)
      cpSync(join(root, file), join(this.dir, file), { preserveTimestamps: true, force: true });
    const lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const folders = Object.keys(lockfile.packages).flatMap(
      (path) => /^(.*?)node_modules\//.exec(path)?.[1] ?? [],
    );
    for (const folder of new Set(folders)) this.#copyPackages(folder);
  }

  /** Copies the packages in a folder of the repository, as hard links where the file systems allow them. @param {string} folder */
  #copyPackages(folder) {
    const packages = [join(root, folder, 'node_modules'), join(this.dir, folder)];
    if (spawnSync('cp', ['-al', ...packages]).status === 0) return;
    rmSync(join(this.dir, folder, 'node_modules'), { recursive: true, force: true });
    execFileSync('cp', ['-a', ...packages]);
  }

  /** The URL of the shop. */
  get url() {
    return `http://localhost:${this.ports.PORT}`;
  }

  /** Runs `npm run dev`, as a terminal does: with a process group of its own. */
  run() {
    this.output = '';
    const child = spawn('npm', ['run', 'dev'], {
      cwd: this.dir,
      env: { ...process.env, ...this.ports },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (this.output += text));
    return child;
  }

  /** Runs `npm run dev` until the shop is ready. */
  async start() {
    const child = this.run();
    await this.printed(/The shop is ready/, child);
    return child;
  }

  /** Resolves when the output matches. @param {RegExp} pattern @param {import('node:child_process').ChildProcess} child */
  async printed(pattern, child) {
    const check = () => {
      if (child.exitCode !== null) throw new Error(`npm run dev has ended:\n${this.output}`);
      return pattern.test(this.output);
    };
    if (!(await poll(check, { intervalMs: 50, timeoutMs: START_TIMEOUT_MS })))
      throw new Error(`npm run dev did not print ${pattern}:\n${this.output}`);
  }

  /**
   * Presses Ctrl-C: the terminal signals the whole group.
   * @param {import('node:child_process').ChildProcess} child
   * @param {number} times
   * @returns {Promise<string[]>} the processes that are left
   */
  async interrupt(child, times = 1) {
    const ended = once(child, 'exit');
    for (let time = 0; time < times; time++) {
      if (time > 0) await new Promise((resolve) => setTimeout(resolve, 800));
      if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGINT');
    }
    await ended;
    return this.processes();
  }

  /** The processes whose command names the copy. */
  processes() {
    return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(this.dir));
  }

  /** Replaces a text in a file, as an editor does when it saves. @param {string} file @param {string} from @param {string} to */
  edit(file, from, to) {
    const path = join(this.dir, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
    writeFileSync(path, text.replace(from, to));
  }

  remove() {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
