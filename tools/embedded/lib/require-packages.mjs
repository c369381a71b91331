import { isInstalled } from './installed-packages.mjs';
import { root } from './paths.mjs';

/** Exits with an error if npm packages are missing, for commands that import them. */
export function requirePackages() {
  if (isInstalled(root)) return;
  console.error('Some npm packages are not installed. Run `npm ci --include=dev`, then run this again.');
  process.exit(1);
}
