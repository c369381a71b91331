import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

const composeFile = join(import.meta.dirname, '../../../docker-compose.yml');

/**
 * Creates a Compose project whose containers, volumes and network are removed even if this process is killed.
 *
 * @param override a Compose file to add to docker-compose.yml
 */
export function composeProject(name: string, override: string, variables: Record<string, string>) {
  const args = ['compose', '--project-name', name, '--file', composeFile, '--file', override];
  const env = { ...process.env, ...variables };
  // `cat` ends with this process, which alone holds the pipe. Ctrl-C does not reach a detached process.
  const script = 'cat; exec docker "$@" --progress quiet down --volumes --timeout 1';
  const watchdog = spawn('sh', ['-c', script, 'sh', ...args], {
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  watchdog.unref();

  /** @throws Error if the command fails; the command prints the reason itself */
  async function run(command: string[], stdout: 'inherit' | number = 'inherit'): Promise<void> {
    const child = spawn('docker', [...args, ...command], { env, stdio: ['ignore', stdout, 'inherit'] });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`docker compose ${command[0]} ended with exit code ${code}`);
  }

  return {
    run: (...command: string[]) => run(command),
    /** Writes the logs of all containers to a file. */
    async writeLogs(path: string) {
      const file = await open(path, 'w');
      await run(['logs', '--no-color', '--timestamps'], file.fd);
      await file.close();
    },
    async down() {
      const ended = once(watchdog, 'exit');
      watchdog.ref();
      watchdog.stdin.end();
      const [code] = await ended;
      if (code !== 0) throw new Error('docker compose down failed; remove the containers manually');
    },
  };
}
