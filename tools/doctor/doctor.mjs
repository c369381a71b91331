// node tools/doctor/doctor.mjs: what this machine has for the shop, a line each, with the command that mends what is wrong.
// No package is needed, since it runs before anything is installed.
import { readDotenv } from '../embedded/lib/dotenv.mjs';
import { root } from '../embedded/lib/paths.mjs';
import { certificates } from './lib/certificates.mjs';
import { docker } from './lib/docker.mjs';
import { names } from './lib/hostnames.mjs';
import { images } from './lib/images.mjs';
import { kubernetes } from './lib/kubernetes.mjs';
import { machine } from './lib/machine.mjs';
import { node } from './lib/node.mjs';
import { ports } from './lib/ports.mjs';
import { show } from './lib/print-results.mjs';

const env = readDotenv(`${root}/.env`);
/** @type {[title: string, look: () => Promise<import('./lib/check-result.mjs').Line[]>][]} */
const parts = [
  ['Node and Go, for npm start and npm test', node],
  ['This machine', machine],
  ['Docker, for docker compose up', docker],
  ['Ports', () => ports(env)],
  ['Names and certificates, for HTTPS', async () => [...(await names()), ...(await certificates())]],
  ['Kubernetes, for just k8s', () => kubernetes(env)],
  ['Images', () => images(new Date())],
];

let failed = 0;
for (const [title, look] of parts) failed += show(title, await look());
console.log(failed === 0 ? '\nNothing is in the way.' : `\n${failed} to mend, each with its command above.`);
process.exitCode = failed === 0 ? 0 : 1;
