import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../embedded/lib/paths.mjs';
import { fail, ok, warn } from './check-result.mjs';
import { ask } from './command-output.mjs';
import { localNames } from './hostnames.mjs';

const DAY_MS = 24 * 3600_000;

/** @param {string} folder where the certificates are */
export async function certificates(folder = join(root, 'certs'), now = Date.now()) {
  const there = localNames.filter((name) => existsSync(join(folder, `${name}.pem`)));
  if (there.length === 0) return [warn('no certificates yet', 'just certs')];
  const lines = localNames.map((name) => certificate(folder, name, now));
  return [...lines, ...(await trust(join(folder, `${there[0]}.pem`)))];
}

/** @param {string} folder @param {string} name @param {number} now */
function certificate(folder, name, now) {
  const again = `rm certs/${name}*.pem; just certs`;
  try {
    const read = new X509Certificate(readFileSync(join(folder, `${name}.pem`)));
    const days = Math.floor((Date.parse(read.validTo) - now) / DAY_MS);
    if (!read.checkHost(name))
      return fail(`certs/${name}.pem is for another name: ${read.subjectAltName}`, again);
    if (!existsSync(join(folder, `${name}-key.pem`)))
      return fail(`certs/${name}.pem has no key beside it`, again);
    if (days < 0) return fail(`certs/${name}.pem ended on ${read.validTo}`, again);
    if (days < 30) return warn(`certs/${name}.pem ends in ${days} days`, again);
    return ok(`certs/${name}.pem, for ${days} days more`);
  } catch (error) {
    const gone = /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT';
    return fail(`certs/${name}.pem is ${gone ? 'missing' : 'no certificate'}`, gone ? 'just certs' : again);
  }
}

/** Whether this machine's programs take them: openssl looks where curl does. @param {string} file */
async function trust(file) {
  if (await ask('openssl', 'verify', file)) return [ok('this machine trusts who signed them')];
  const authority = await ask('mkcert', '-CAROOT');
  const what = 'this machine does not trust who signed them, so browsers and curl warn';
  if (authority === undefined)
    return [warn(what, 'install mkcert, then: just certs; DOMAINS.md has the rest')];
  return [warn(what, `mkcert -install; for one command: curl --cacert "${join(authority, 'rootCA.pem')}"`)];
}
