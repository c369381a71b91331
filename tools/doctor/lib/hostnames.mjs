import { lookup } from 'node:dns/promises';
import { ok, warn } from './check-result.mjs';

export const localHostnames = ['ecommerce.local', 'minio.local', 'minio-api.local'];

export async function checkHostnames(wanted = localHostnames) {
  const isLocal = await Promise.all(
    wanted.map((name) =>
      lookup(name).then(
        ({ address }) => /^127\.|^::1$/.test(address),
        () => false,
      ),
    ),
  );
  const missing = wanted.filter((_, index) => !isLocal[index]).join(', ');
  if (!missing) return [ok(`this machine takes ${wanted.join(', ')} for itself`)];
  const fix = 'just hosts prints the line for the hosts file';
  return [warn(`this machine does not take ${missing} for itself`, fix)];
}
