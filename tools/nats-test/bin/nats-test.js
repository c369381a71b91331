#!/usr/bin/env node
// Not in dist/, because npm links a command at install time, before anything is built.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error('nats-test: not built yet; run npm run build (npm start does it too)');
  process.exitCode = 1;
}
