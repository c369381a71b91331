import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '../../embedded/lib/on-path.mjs';
import { cacheDir, root } from '../../embedded/lib/paths.mjs';
import { ask } from './ask.mjs';
import { fail, isAtLeast, ok, warn } from './line.mjs';

const LOWEST_NODE = '20.19';
const LOWEST_GO = '1.24';
const servers = ['mongod', 'nats-streaming-server', 'minio', 'traefik'];

export async function node(version = process.versions.node) {
  const packages = existsSync(join(root, 'node_modules', '.package-lock.json'));
  return [
    isAtLeast(version, LOWEST_NODE)
      ? ok(`Node ${version}`)
      : fail(`Node ${version} is too old: it takes ${LOWEST_NODE}`, 'nvm install 24, or https://nodejs.org'),
    packages
      ? ok('packages are installed')
      : warn('packages are not installed yet', 'npm ci; npm start does so by itself'),
    await go(),
  ];
}

async function go() {
  const missing = servers.filter((server) => !onPath(server));
  if (missing.length === 0) return ok('every server of npm start is on the PATH');
  const what = `npm start builds ${missing.join(', ')}, once`;
  const said = await ask('go', 'env', 'GOVERSION');
  if (said && isAtLeast(said, LOWEST_GO)) return ok(`Go ${said.slice(2)}: ${what}, into ${cacheDir}`);
  return warn(
    `${said ? `Go ${said.slice(2)} is too old` : 'Go is not there'}: ${what}, with Go ${LOWEST_GO}`,
    'https://go.dev/dl; or docker compose up, which needs none of them',
  );
}
