import { once } from 'node:events';
import { join } from 'node:path';
import { launch } from '../../../embedded/lib/launch.mjs';
import { logTail } from '../../../embedded/lib/log-files.mjs';
import { stopProcesses } from '../../../embedded/lib/pid-files.mjs';
import { poll } from '../../../embedded/lib/poll.mjs';
import { startWatchdog } from '../../../embedded/lib/watchdog.mjs';

const READY_TIMEOUT_MS = 120_000;

/** The processes of one shop. They end with this process, however it ends. */
export class Processes {
  /** @type {Record<string, number>} */
  pids = {};
  /** @type {Promise<unknown>[]} */
  #exits = [];
  #dirs;
  #stopWatchdog;

  /** @param {string} dir for logs and pid files; removed by `dispose` */
  constructor(dir) {
    this.#dirs = { logs: join(dir, 'logs'), run: join(dir, 'run') };
    this.#stopWatchdog = startWatchdog(this.#dirs.run, dir);
  }

  /** Starts these together. @param {import('../../../embedded/lib/launch.mjs').ProcessSpec[]} specs */
  async start(specs) {
    await Promise.all(specs.map((spec) => this.#startOne(spec)));
  }

  /** Ends all, those first that depend on others. */
  async stop() {
    this.pids = {};
    await stopProcesses(this.#dirs.run);
    // Each exit removes the pid file of that name, which must not be that of the process that is started next.
    await Promise.all(this.#exits.splice(0));
  }

  async dispose() {
    await this.#stopWatchdog();
  }

  /** @param {import('../../../embedded/lib/launch.mjs').ProcessSpec} spec */
  async #startOne(spec) {
    const exit = new AbortController();
    const child = launch(spec, this.#dirs, (reason) => {
      if (this.pids[spec.name] === child.pid) process.stderr.write(`${spec.name} ${reason}\n`);
      exit.abort(new Error(`${spec.name} ${reason}:\n${logTail(this.#dirs, spec.name)}`));
    });
    this.pids[spec.name] = child.pid ?? 0;
    if (child.pid) this.#exits.push(once(child, 'exit'));
    const options = { intervalMs: 50, timeoutMs: READY_TIMEOUT_MS, signal: exit.signal };
    if (!(await poll(spec.ready, options))) throw new Error(`${spec.name} is not ready after 120 s`);
  }
}
