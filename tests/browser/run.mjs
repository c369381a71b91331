import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { takeBaseUrl } from '../base-url.mjs';

// node tests/browser/run.mjs [BASE_URL] [Jest's arguments]; http://localhost:8080 without one.
const args = process.argv.slice(2);
const BASE_URL = takeBaseUrl(args);

function walk(/** @type {string[]} */ ...args) {
  const jest = ['node_modules/jest/bin/jest.js', '--config=tests/browser/jest.config.mjs'];
  const { status } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', ...jest, ...args],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: 'inherit',
      env: { ...process.env, BASE_URL },
    },
  );
  return status === 0;
}

// The speed test runs alone, so that nothing else affects its figures.
const results = args.length > 0 ? [walk(...args)] : [walk('--testPathIgnorePatterns=speed'), walk('speed')];
process.exitCode = results.every(Boolean) ? 0 : 1;
