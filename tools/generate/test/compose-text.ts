import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from '../../embedded/lib/paths.mjs';
import { addService } from '../lib/add-service.mjs';
import { generatedFiles } from '../lib/generated-files.mjs';
import { shopOf } from '../lib/shop.mjs';

/** docker-compose.yml. */
export const composeText = readFileSync(join(root, 'docker-compose.yml'), 'utf8');

/** docker-compose.yml with a service that no shop has, and that calls another one. */
export const withZeppelins = addService(composeText, {
  name: 'zeppelins',
  environment: { ORDERS_URL: 'http://orders:3000' },
});

/** The text of a generated file. */
export function textOf(file: string, text = withZeppelins): string {
  const found = generatedFiles.find((one) => one.file === file);
  if (!found) throw new Error(`${file} is not generated`);
  return found.render(shopOf(text));
}

/** The documents of a generated YAML file. */
// biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it expects
export const documentsOf = (file: string, text?: string): any[] =>
  parseAllDocuments(textOf(file, text), { merge: true }).map((document) =>
    document.toJS({ maxAliasCount: -1 }),
  );
