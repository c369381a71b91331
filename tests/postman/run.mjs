import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { toolEnv } from '../../tools/embedded/lib/environment.mjs';
import { takeBaseUrl } from '../base-url.mjs';

// Runs the Postman collection: node tests/postman/run.mjs [BASE_URL] [options of newman]. Default: http://localhost:8080.
const args = process.argv.slice(2);
const baseUrl = takeBaseUrl(args);

const here = fileURLToPath(new URL('.', import.meta.url));
const { resolve } = createRequire(import.meta.url);
const run = (/** @type {string} */ program, /** @type {string[]} */ options) => {
  const { status } = spawnSync(program, options, { cwd: here, env: toolEnv(), stdio: 'inherit' });
  if (status !== 0) process.exit(1);
};

try {
  resolve('newman');
} catch {
  console.log('Installing Newman (first run only)...');
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
}
run(process.execPath, [
  resolve('newman/bin/newman.js'),
  ...['run', 'ecommerce.postman_collection.json', '--environment', 'ecommerce.postman_environment.json'],
  ...['--env-var', `baseUrl=${baseUrl}`, '--timeout-request', '20000', '--bail', ...args],
]);
