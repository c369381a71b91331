import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../embedded/lib/paths.mjs';
import { fail, ok, warn } from './check-result.mjs';
import { commandOutput } from './command-output.mjs';
import { localHostnames } from './hostnames.mjs';

const DAY_MS = 24 * 3600_000;

/** Checks the certificates of the local host names. @param {string} folder contains the certificates */
export async function checkCertificates(folder = join(root, 'certs'), now = Date.now()) {
  const present = localHostnames.filter((name) => existsSync(join(folder, `${name}.pem`)));
  if (present.length === 0) return [warn('there are no certificates yet', 'just certs')];
  const results = localHostnames.map((name) => checkCertificate(folder, name, now));
  return [...results, await checkTrust(join(folder, `${present[0]}.pem`))];
}

/** @param {string} folder @param {string} name @param {number} now */
function checkCertificate(folder, name, now) {
  const file = `certs/${name}.pem`;
  const renew = `rm certs/${name}*.pem; just certs`;
  try {
    const certificate = new X509Certificate(readFileSync(join(folder, `${name}.pem`)));
    const days = Math.floor((Date.parse(certificate.validTo) - now) / DAY_MS);
    if (!certificate.checkHost(name))
      return fail(`${file} is for another host name: ${certificate.subjectAltName}`, renew);
    if (!existsSync(join(folder, `${name}-key.pem`))) return fail(`${file} has no key file`, renew);
    if (days < 0) return fail(`${file} expired on ${certificate.validTo}`, renew);
    if (days < 30) return warn(`${file} expires in ${days} days`, renew);
    return ok(`${file} is valid for another ${days} days`);
  } catch (error) {
    const isMissing = /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT';
    return isMissing ? fail(`${file} is missing`, 'just certs') : fail(`${file} is not a certificate`, renew);
  }
}

/** Checks whether this machine trusts the CA. Uses openssl, which reads the same CA store as curl. @param {string} file */
async function checkTrust(file) {
  if (await commandOutput('openssl', 'verify', file)) return ok('the CA of the certificates is trusted');
  const authority = await commandOutput('mkcert', '-CAROOT');
  const fix =
    authority === undefined
      ? 'install mkcert, then run just certs; see DOMAINS.md'
      : `mkcert -install; for a single command: curl --cacert "${join(authority, 'rootCA.pem')}"`;
  return warn('the CA of the certificates is not trusted, so browsers and curl warn', fix);
}
