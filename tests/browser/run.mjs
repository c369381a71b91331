import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// node tests/browser/run.mjs [BASE_URL] [Jest's arguments]; http://localhost:8080 without one.
const args = process.argv.slice(2);
const base = /^https?:/.test(args[0] ?? '') ? args.shift() : undefined;
const root = fileURLToPath(new URL('../..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--config=tests/browser/jest.config.mjs',
    ...args,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      BASE_URL: (base ?? process.env.BASE_URL ?? 'http://localhost:8080').replace(/\/$/, ''),
    },
  },
);
process.exitCode = status ?? 1;
