import { writeFileSync } from 'node:fs';
import { document } from './document.ts';
import { renderTypes } from './types.ts';

// This file runs from dist/, three folders below the root of the repository.
const write = (file: string, text: string) =>
  writeFileSync(new URL(`../../../${file}`, import.meta.url), text);

const json = JSON.stringify(document, null, 2);
write('docs/openapi.json', `${json}\n`);
write('shared/api-client/src/schema.generated.ts', await renderTypes(JSON.parse(json)));
