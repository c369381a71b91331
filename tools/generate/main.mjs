import { parseArgs } from 'node:util';
import { reportError } from '../embedded/lib/errors.mjs';
import { root } from '../embedded/lib/paths.mjs';
import { requirePackages } from '../embedded/lib/require-packages.mjs';

// npm run generate             derives from docker-compose.yml everything that lists services
// npm run generate -- --check  writes nothing, and fails when a file is stale

requirePackages();
// Imported after the check, because these modules import packages.
const { check, generate } = await import('./lib/generate.mjs');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
try {
  if (values.check) check(root);
  else await generate(root);
} catch (error) {
  reportError(error);
  process.exitCode = 1;
}
