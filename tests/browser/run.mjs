import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toolEnv } from '../../tools/embedded/lib/environment.mjs';
import { takeBaseUrl } from '../base-url.mjs';

// node tests/browser/run.mjs [BASE_URL] [Playwright's arguments]; http://localhost:8080 without one.
const args = process.argv.slice(2);
const BASE_URL = takeBaseUrl(args);
const NETWORK_CHANGED_FILE = fileURLToPath(new URL('results/network-changed', import.meta.url));

function playwright(/** @type {string[]} */ ...args) {
  const program = ['node_modules/@playwright/test/cli.js', 'test', '--config=tests/browser'];
  const { status } = spawnSync(process.execPath, ['--conditions=@ecommerce/source', ...program, ...args], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: 'inherit',
    env: { ...toolEnv(), BASE_URL, NETWORK_CHANGED_FILE },
  });
  return status === 0;
}

// Chromium aborts requests when a network interface changes, as when containers start on the machine. A test that fails
// then runs once more; no other test does.
function run(/** @type {string[]} */ ...args) {
  rmSync(NETWORK_CHANGED_FILE, { force: true });
  if (playwright(...args)) return true;
  if (!existsSync(NETWORK_CHANGED_FILE)) return false;
  rmSync(NETWORK_CHANGED_FILE);
  return playwright(...args, '--last-failed');
}

// The speed test runs alone, so that nothing else affects its figures.
const results = args.length > 0 ? [run(...args)] : [run('--project=storefront'), run('--project=speed')];
process.exitCode = results.every(Boolean) ? 0 : 1;
