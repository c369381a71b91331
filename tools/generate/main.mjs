import { parseArgs } from 'node:util';
import { reportError } from '../embedded/lib/errors.mjs';
import { root } from '../embedded/lib/paths.mjs';
import { check, generate } from './lib/generate.mjs';

// npm run generate             derives from docker-compose.yml everything that lists services
// npm run generate -- --check  writes nothing, and fails when a file is stale

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
try {
  if (values.check) check(root);
  else await generate(root);
} catch (error) {
  reportError(error);
  process.exitCode = 1;
}
