import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { document } from '../../tools/openapi/src/document.ts';
import { routes } from '../../tools/openapi/src/routes.generated.ts';
import { renderTypes } from '../../tools/openapi/src/types.ts';

const file = new URL('../../docs/openapi.json', import.meta.url);
const types = new URL('../../shared/api-client/src/schema.generated.ts', import.meta.url);

const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path));

describe('docs/openapi.json', () => {
  it('equals the output of npm run openapi', () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('is the source of the types of the API client', async () => {
    const rendered = await renderTypes(JSON.parse(readFileSync(file, 'utf8')));
    expect(readFileSync(types, 'utf8')).toBe(rendered);
  });

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(readFileSync(file, 'utf8'))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('gives each operation a unique operationId', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(names).toHaveLength(routes.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(routes)('states the access rule of $operationId', ({ operationId, access }) => {
    const operation = operations.find((one) => one.operationId === operationId);
    const security = { signedIn: undefined, optionalSession: [{ session: [] }, {}], public: [] }[access];
    expect(operation?.security).toEqual(security);
  });

  it.each(routes.filter(({ limit }) => limit))(
    'states the limit of $operationId',
    ({ operationId, limit }) => {
      const operation = operations.find((one) => one.operationId === operationId);
      expect(operation?.description).toContain(`${limit?.requests} ${limit?.of}`);
    },
  );
});
