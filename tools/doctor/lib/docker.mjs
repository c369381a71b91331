import { isOlder } from '../../embedded/lib/go.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';
import { fail, ok, warn } from './check-result.mjs';
import { ask } from './command-output.mjs';

const LOWEST_COMPOSE = '2.24';
const GIB = 2 ** 30;
/** The memory limits of docker-compose.yml, rounded up. */
const NEEDED = 4 * GIB;

export async function docker() {
  if (!onPath('docker'))
    return [
      warn('Docker is not there', 'https://docs.docker.com/get-docker; or npm start, which works without'),
    ];
  const engine = await ask('docker', 'info', '--format', '{{.ServerVersion}} {{.MemTotal}}');
  const compose = await ask('docker', 'compose', 'version', '--short');
  return [...engineLines(engine), composeLine(compose)];
}

/** @param {string | undefined} said version and bytes of memory, as the engine tells */
export function engineLines(said) {
  const [version = '', bytes = ''] = said?.split(' ') ?? [];
  if (!version)
    return [
      fail('the Docker Engine does not answer', 'start Docker Desktop, or: sudo systemctl start docker'),
    ];
  const memory = Number(bytes);
  const what = `${(memory / GIB).toFixed(1)} GiB of memory for containers`;
  return [
    ok(`Docker Engine ${version}`),
    memory >= NEEDED
      ? ok(what)
      : warn(`${what}: the shop may take 4`, 'Docker Desktop: Settings, Resources, Memory'),
  ];
}

/** @param {string | undefined} version */
export function composeLine(version) {
  if (!version) return fail('Compose is not there', 'https://docs.docker.com/compose/install');
  if (!isOlder(version, LOWEST_COMPOSE)) return ok(`Compose ${version}`);
  return fail(
    `Compose ${version} is too old: it takes ${LOWEST_COMPOSE}`,
    'https://docs.docker.com/compose/install',
  );
}
