import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

const files = [
  join(import.meta.dirname, '../../../docker-compose.yml'),
  join(import.meta.dirname, 'docker-compose.chaos.yml'),
];

/** A project of Compose. However this process ends, the project's containers, volumes and network go with it. */
export class ComposeProject {
  private readonly args: string[];
  private readonly env: NodeJS.ProcessEnv;
  private readonly guard: ChildProcess;

  constructor(name: string, variables: Record<string, string>) {
    this.args = ['compose', '--project-name', name, ...files.flatMap((file) => ['--file', file])];
    this.env = { ...process.env, ...variables };
    // The pipe's other end is held by this process alone; Ctrl-C does not reach a group of its own.
    const script = 'cat; exec docker "$@" --progress quiet down --volumes --timeout 1';
    this.guard = spawn('sh', ['-c', script, 'sh', ...this.args], {
      env: this.env,
      detached: true,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    this.guard.unref();
  }

  /** @throws Error when the command fails; it has told why */
  async run(...args: string[]): Promise<void> {
    await this.spawn(args, 'inherit');
  }

  /** Writes what all containers have logged since they were made. */
  async writeLogs(path: string): Promise<void> {
    const file = await open(path, 'w');
    await this.spawn(['logs', '--no-color', '--timestamps'], file.fd);
    await file.close();
  }

  async down(): Promise<void> {
    const ended = once(this.guard, 'exit');
    this.guard.ref();
    this.guard.stdin?.end();
    const [code] = await ended;
    if (code !== 0) throw new Error('the containers could not be taken down');
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
