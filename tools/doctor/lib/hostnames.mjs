import { lookup } from 'node:dns/promises';
import { ok, warn } from './check-result.mjs';

export const localHostnames = ['ecommerce.local', 'minio.local', 'minio-api.local'];

/** Checks whether host names resolve to this machine. */
export async function checkHostnames(wanted = localHostnames) {
  const isLocal = await Promise.all(
    wanted.map((name) =>
      lookup(name).then(
        ({ address }) => /^127\.|^::1$/.test(address),
        () => false,
      ),
    ),
  );
  const missing = wanted.filter((_, index) => !isLocal[index]);
  if (missing.length === 0) return [ok(`these names resolve to this machine: ${wanted.join(', ')}`)];
  const fix = 'run just hosts, which prints the line for the hosts file';
  return [warn(`these names do not resolve to this machine: ${missing.join(', ')}`, fix)];
}
