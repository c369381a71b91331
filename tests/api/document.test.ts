import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { document } from '../../tools/openapi/src/document.ts';

const file = new URL('../../docs/openapi.json', import.meta.url);

test('docs/openapi.json is what npm run openapi writes', () => {
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
});

test('the document is OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate(readFileSync(file, 'utf8'))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('each operation has a name of its own', () => {
  const names = Object.values(document.paths ?? {})
    .flatMap((path) => Object.values(path))
    .map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
});
