import { lookup } from 'node:dns/promises';
import { ok, warn } from './check-result.mjs';

export const localNames = ['ecommerce.local', 'minio.local', 'minio-api.local'];

export async function names(wanted = localNames) {
  const missing = [];
  for (const name of wanted) {
    const address = await lookup(name).then(
      (found) => found.address,
      () => '',
    );
    if (!/^127\.|^::1$/.test(address)) missing.push(name);
  }
  if (missing.length === 0) return [ok(`this machine takes ${wanted.join(', ')} for itself`)];
  return [
    warn(
      `this machine does not take ${missing.join(', ')} for itself`,
      'just hosts prints the line for the hosts file',
    ),
  ];
}
