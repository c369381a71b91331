import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { takeBaseUrl } from '../base-url.mjs';

// node tests/browser/run.mjs [BASE_URL] [Playwright's arguments]; http://localhost:8080 without one.
const args = process.argv.slice(2);
const BASE_URL = takeBaseUrl(args);
// Dependencies run in full whatever the arguments select, so a selection runs without them.
if (args.length > 0) args.push('--no-deps');

const playwright = ['node_modules/@playwright/test/cli.js', 'test', '--config=tests/browser'];
const { status } = spawnSync(process.execPath, ['--conditions=@ecommerce/source', ...playwright, ...args], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, BASE_URL },
});
process.exitCode = status ?? 1;
