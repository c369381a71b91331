import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

const files = [
  join(import.meta.dirname, '../../../docker-compose.yml'),
  join(import.meta.dirname, 'docker-compose.chaos.yml'),
];

/** A Compose project whose containers, volumes and network are removed when this process ends, however it ends. */
export class ComposeProject {
  private readonly args: string[];
  private readonly env: NodeJS.ProcessEnv;
  private readonly watchdog: ChildProcess;

  constructor(name: string, variables: Record<string, string>) {
    this.args = ['compose', '--project-name', name, ...files.flatMap((file) => ['--file', file])];
    this.env = { ...process.env, ...variables };
    // `cat` ends when this process does, as no other process holds the pipe; Ctrl-C does not reach a detached process.
    const script = 'cat; exec docker "$@" --progress quiet down --volumes --timeout 1';
    this.watchdog = spawn('sh', ['-c', script, 'sh', ...this.args], {
      env: this.env,
      detached: true,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    this.watchdog.unref();
  }

  /** @throws Error when the command fails; it has printed the reason */
  async run(...args: string[]): Promise<void> {
    await this.spawn(args, 'inherit');
  }

  /** Writes all logs of all containers to a file. */
  async writeLogs(path: string): Promise<void> {
    const file = await open(path, 'w');
    await this.spawn(['logs', '--no-color', '--timestamps'], file.fd);
    await file.close();
  }

  async down(): Promise<void> {
    const ended = once(this.watchdog, 'exit');
    this.watchdog.ref();
    this.watchdog.stdin?.end();
    const [code] = await ended;
    if (code !== 0) throw new Error('could not remove the containers');
  }

  private async spawn(args: string[], stdout: 'inherit' | number): Promise<void> {
    const child = spawn('docker', [...this.args, ...args], {
      env: this.env,
      stdio: ['ignore', stdout, 'inherit'],
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`docker compose ${args[0]} ended with exit code ${code}`);
  }
}
