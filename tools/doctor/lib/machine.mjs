import { statfsSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { root } from '../../embedded/lib/paths.mjs';
import { fail, ok, warn } from './check-result.mjs';

const GIB_BYTES = 2 ** 30;
const gib = (/** @type {number} */ bytes) => `${(bytes / GIB_BYTES).toFixed(1)} GiB`;

export async function checkMachine(facts = measure()) {
  return [checkMemory(facts.memory), checkDisk(facts.disk), checkArchitecture(facts.architecture)];
}

function measure() {
  const { bavail, bsize } = statfsSync(root);
  return { memory: totalmem(), disk: bavail * bsize, architecture: arch() };
}

function checkMemory(/** @type {number} */ bytes) {
  const memory = `${gib(bytes)} of memory, ${cpus().length} CPU cores`;
  // Minikube starts with 8 GiB; the memory limits in docker-compose.yml add up to nearly 4 GiB.
  if (bytes >= 7.5 * GIB_BYTES) return ok(memory);
  if (bytes >= 3.5 * GIB_BYTES)
    return warn(
      `${memory}: enough for the shop, not for Minikube`,
      'use a machine with 8 GiB to run just k8s',
    );
  const fix = 'close other programs, or use a machine with 4 GiB';
  return fail(`${memory}: not enough for the whole shop`, fix);
}

function checkDisk(/** @type {number} */ bytes) {
  const disk = `${gib(bytes)} of free disk space`;
  const fix = 'docker system prune, npm cache clean --force';
  if (bytes >= 10 * GIB_BYTES) return ok(disk);
  if (bytes >= 2 * GIB_BYTES) return warn(`${disk}; images and servers need up to 10`, fix);
  return fail(`${disk}; databases stop writing when the disk is full`, fix);
}

function checkArchitecture(/** @type {string} */ name) {
  const system = `${platform()} on ${name}`;
  if (name === 'x64' || name === 'arm64') return ok(system);
  return warn(`${system}: the images support x64 and arm64 only`, 'use npm start, which builds its servers');
}
