#!/usr/bin/env node
// Not in dist/, because npm links commands at install time, before the build.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error('nats-test is not built yet. Run `npm run build`.');
  process.exitCode = 1;
}
