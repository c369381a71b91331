import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { document, routes } from '../../tools/openapi/src/document.ts';

const file = new URL('../../docs/openapi.json', import.meta.url);

test('docs/openapi.json is what npm run openapi writes', () => {
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
});

test('the document is OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate(readFileSync(file, 'utf8'))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path));

test('each operation has a name of its own', () => {
  const names = operations.map(({ operationId }) => operationId);
  expect(names).toHaveLength(routes.length);
  expect(new Set(names).size).toBe(names.length);
});

test.each(routes)('the document says of $operationId who may call it', ({ operationId, access }) => {
  const operation = operations.find((one) => one.operationId === operationId);
  const security = { signedIn: undefined, optionalSession: [{ session: [] }, {}], public: [] }[access];
  expect(operation?.security).toEqual(security);
});
