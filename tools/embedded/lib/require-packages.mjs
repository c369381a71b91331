import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** Exits with an error if the npm packages are not installed, for commands that import them. */
export function requirePackages() {
  if (existsSync(join(root, 'node_modules/.package-lock.json'))) return;
  console.error('The npm packages are not installed. Run `npm ci`, then run this again.');
  process.exit(1);
}
