import { isOlder } from '../../embedded/lib/go.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';
import { fail, ok, warn } from './check-result.mjs';
import { commandOutput } from './command-output.mjs';

const MIN_COMPOSE = '2.24';
const COMPOSE_DOCS = 'https://docs.docker.com/compose/install';
const GIB_BYTES = 2 ** 30;
/** The sum of the memory limits in docker-compose.yml, rounded up. */
const NEEDED_BYTES = 4 * GIB_BYTES;

/** Checks Docker and Compose. */
export async function checkDocker() {
  const alternative = 'https://docs.docker.com/get-docker; or use npm start, which does not need it';
  if (!onPath('docker')) return [warn('Docker is not installed', alternative)];
  const engine = await commandOutput('docker', 'info', '--format', '{{.ServerVersion}} {{.MemTotal}}');
  const compose = await commandOutput('docker', 'compose', 'version', '--short');
  return [...checkEngine(engine), checkCompose(compose)];
}

/** Checks the Docker Engine. @param {string | undefined} info its version and memory in bytes, as `docker info` prints them */
export function checkEngine(info) {
  const [version = '', bytes = ''] = info?.split(' ') ?? [];
  const start = 'start Docker Desktop, or: sudo systemctl start docker';
  if (!version) return [fail('the Docker Engine is not reachable', start)];
  const memory = `${(Number(bytes) / GIB_BYTES).toFixed(1)} GiB of memory for containers`;
  return [
    ok(`Docker Engine ${version}`),
    Number(bytes) >= NEEDED_BYTES
      ? ok(memory)
      : warn(`${memory}; the shop may need 4`, 'raise it in Docker Desktop: Settings, Resources, Memory'),
  ];
}

/** @param {string | undefined} version */
export function checkCompose(version) {
  if (!version) return fail('Docker Compose is not installed', COMPOSE_DOCS);
  if (!isOlder(version, MIN_COMPOSE)) return ok(`Compose ${version}`);
  return fail(`Compose ${version} is too old. Compose ${MIN_COMPOSE} or newer is required`, COMPOSE_DOCS);
}
