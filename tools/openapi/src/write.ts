import { writeFileSync } from 'node:fs';
import { document } from './document.ts';

// This file runs from dist/, three folders below the root of the repository.
writeFileSync(
  new URL('../../../docs/openapi.json', import.meta.url),
  `${JSON.stringify(document, null, 2)}\n`,
);
