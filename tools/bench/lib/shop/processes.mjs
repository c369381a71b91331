import { once } from 'node:events';
import { join } from 'node:path';
import { launch } from '../../../embedded/lib/launch.mjs';
import { logTail } from '../../../embedded/lib/log-files.mjs';
import { stopProcesses } from '../../../embedded/lib/pid-files.mjs';
import { poll } from '../../../embedded/lib/poll.mjs';
import { startWatchdog } from '../../../embedded/lib/watchdog.mjs';

const READY_TIMEOUT_MS = 120_000;

/** The processes of one shop. They end with this process, even if it is killed. */
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

  /** Starts processes concurrently and waits until all are ready. @param {import('../../../embedded/lib/launch.mjs').ProcessSpec[]} specs */
  async start(specs) {
    await Promise.all(specs.map((spec) => this.#startOne(spec)));
  }

  /** Stops all processes, dependents before their dependencies. */
  async stop() {
    this.pids = {};
    await stopProcesses(this.#dirs.run);
    // Each exit removes a pid file by its name, so wait before a process of the same name starts.
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
    if (!(await poll(spec.ready, options))) throw new Error(`${spec.name} was not ready within 120 s`);
  }
}
