import { findGo, isOlder, requiredGo } from '../../embedded/lib/go.mjs';
import { isInstalled } from '../../embedded/lib/installed-packages.mjs';
import { MIN_NODE } from '../../embedded/lib/node-version.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';
import { cacheDir, root } from '../../embedded/lib/paths.mjs';
import { everyServer } from '../../embedded/lib/servers.mjs';
import { fail, ok, warn } from './check-result.mjs';

const minNode = `${MIN_NODE.major}.${MIN_NODE.minor}`;

export async function checkNode(version = process.versions.node) {
  const newer = 'nvm install 24, or https://nodejs.org';
  return [
    isOlder(version, minNode)
      ? fail(`Node ${version} is too old. Node ${minNode} or newer is required`, newer)
      : ok(`Node ${version}`),
    isInstalled(root)
      ? ok('npm packages are installed')
      : warn('npm packages are missing', 'npm ci --include=dev; npm start also does this'),
    checkGo(),
  ];
}

function checkGo() {
  const missing = everyServer.map(({ command }) => command).filter((command) => !onPath(command));
  if (missing.length === 0) return ok('all servers of npm start are on PATH');
  const build = `the first npm start builds ${missing.join(', ')}`;
  const { usable, found } = findGo();
  if (usable) return ok(`Go ${found}: ${build} in ${cacheDir}`);
  return warn(
    `${found ? `Go ${found} is too old` : 'Go is not installed'}: ${build} and needs Go ${requiredGo()}`,
    'https://go.dev/dl; or use docker compose up, which needs no Go',
  );
}
