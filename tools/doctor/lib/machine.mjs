import { statfsSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { root } from '../../embedded/lib/paths.mjs';
import { fail, ok, warn } from './check-result.mjs';

const GIB = 2 ** 30;

export async function machine(facts = measured()) {
  return [memory(facts.memory), disk(facts.disk), architecture(facts.architecture)];
}

const measured = () => {
  const { bavail, bsize } = statfsSync(root);
  return { memory: totalmem(), disk: bavail * bsize, architecture: arch() };
};

function memory(/** @type {number} */ bytes) {
  const what = `${(bytes / GIB).toFixed(1)} GiB of memory, ${cpus().length} processors`;
  // What the limits of docker-compose.yml come to, and what Minikube is started with.
  if (bytes >= 7.5 * GIB) return ok(what);
  if (bytes >= 3.5 * GIB)
    return warn(`${what}: enough for the shop, not for Minikube`, 'a machine with 8 GiB for just k8s');
  return fail(
    `${what}: too little for all parts at once`,
    'close other programs, or take a machine with 4 GiB',
  );
}

function disk(/** @type {number} */ bytes) {
  const what = `${(bytes / GIB).toFixed(1)} GiB of disk left`;
  if (bytes >= 10 * GIB) return ok(what);
  if (bytes >= 2 * GIB)
    return warn(`${what}: images and servers take up to 10`, 'docker system prune, npm cache clean --force');
  return fail(
    `${what}: databases stop writing when it is full`,
    'docker system prune, npm cache clean --force',
  );
}

function architecture(/** @type {string} */ name) {
  const what = `${platform()} on ${name}`;
  if (name === 'x64' || name === 'arm64') return ok(what);
  return warn(`${what}: the images are made for x64 and arm64`, 'npm start, which builds what it needs');
}
