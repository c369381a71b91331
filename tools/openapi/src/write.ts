import { writeFileSync } from 'node:fs';
import { document } from './document.ts';

// From dist/, three folders below the repository's root.
writeFileSync(
  new URL('../../../docs/openapi.json', import.meta.url),
  `${JSON.stringify(document, null, 2)}\n`,
);
