import { isOlder } from '../../embedded/lib/go.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';
import { fail, ok, warn } from './check-result.mjs';
import { commandOutput } from './command-output.mjs';

const MIN_COMPOSE = '2.24';
const COMPOSE_DOCS = 'https://docs.docker.com/compose/install';
const GIB_BYTES = 2 ** 30;
/** The memory limits of docker-compose.yml, rounded up. */
const NEEDED_BYTES = 4 * GIB_BYTES;

export async function checkDocker() {
  const alternative = 'https://docs.docker.com/get-docker; or npm start, which works without';
  if (!onPath('docker')) return [warn('Docker is not there', alternative)];
  const engine = await commandOutput('docker', 'info', '--format', '{{.ServerVersion}} {{.MemTotal}}');
  const compose = await commandOutput('docker', 'compose', 'version', '--short');
  return [...checkEngine(engine), checkCompose(compose)];
}

/** @param {string | undefined} info the version and the bytes of memory, as the engine prints them */
export function checkEngine(info) {
  const [version = '', bytes = ''] = info?.split(' ') ?? [];
  const start = 'start Docker Desktop, or: sudo systemctl start docker';
  if (!version) return [fail('the Docker Engine does not answer', start)];
  const memory = `${(Number(bytes) / GIB_BYTES).toFixed(1)} GiB of memory for containers`;
  return [
    ok(`Docker Engine ${version}`),
    Number(bytes) >= NEEDED_BYTES
      ? ok(memory)
      : warn(`${memory}: the shop may take 4`, 'Docker Desktop: Settings, Resources, Memory'),
  ];
}

/** @param {string | undefined} version */
export function checkCompose(version) {
  if (!version) return fail('Compose is not there', COMPOSE_DOCS);
  if (!isOlder(version, MIN_COMPOSE)) return ok(`Compose ${version}`);
  return fail(`Compose ${version} is too old: it takes ${MIN_COMPOSE}`, COMPOSE_DOCS);
}
