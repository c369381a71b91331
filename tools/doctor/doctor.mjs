// Checks whether this machine can run the shop, and prints a fix for each problem.
// Uses no npm package, because it runs before any is installed.
import { join } from 'node:path';
import { root } from '../embedded/lib/paths.mjs';
import { checkCertificates } from './lib/certificates.mjs';
import { checkCheckout } from './lib/checkout.mjs';
import { checkDocker } from './lib/docker.mjs';
import { checkDotenv } from './lib/dotenv.mjs';
import { checkHostnames } from './lib/hostnames.mjs';
import { checkImages } from './lib/images.mjs';
import { checkKubernetes } from './lib/kubernetes.mjs';
import { checkMachine } from './lib/machine.mjs';
import { checkNode } from './lib/node.mjs';
import { checkPorts } from './lib/ports.mjs';
import { printResults } from './lib/print-results.mjs';

const { env, results: dotenvResults } = checkDotenv(join(root, '.env'));
const checkHttps = async () => [...(await checkHostnames()), ...(await checkCertificates())];
/** @type {[title: string, check: () => Promise<import('./lib/check-result.mjs').CheckResult[]>][]} */
const checks = [
  ['Node and Go, for npm start and npm test', checkNode],
  ['This machine', checkMachine],
  ['This checkout', async () => [...(await checkCheckout()), ...dotenvResults]],
  ['Docker, for docker compose up', checkDocker],
  ['Ports', () => checkPorts(env)],
  ['Host names and certificates, for HTTPS', checkHttps],
  ['Kubernetes, for just k8s', () => checkKubernetes(env)],
  ['Images', () => checkImages(new Date())],
];

let failed = 0;
for (const [title, check] of checks) failed += printResults(title, await check());
const problems = failed === 1 ? '1 problem' : `${failed} problems`;
console.log(
  failed === 0 ? '\nNo problems found.' : `\n${problems} found. Each is listed above with its fix.`,
);
process.exitCode = failed === 0 ? 0 : 1;
