import { createLogger, requireAuth } from '@ecommerce/shared';
import type { Express, RequestHandler } from 'express';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import { createApp as auth } from '../../services/auth/src/app.ts';
import { readConfig } from '../../services/auth/src/config.ts';
import { createApp as cart } from '../../services/cart/src/app.ts';
import { createApp as orders } from '../../services/orders/src/app.ts';
import { createApp as payments } from '../../services/payments/src/app.ts';
import { createApp as products } from '../../services/products/src/app.ts';
import { paths } from '../../tools/openapi/src/document.ts';

interface Step {
  handle: RequestHandler & { schemas?: Record<string, unknown> };
}
interface Layer {
  route?: { path: string; methods: Record<string, boolean>; stack: Step[] };
  handle: { stack?: Layer[] };
}

const config = readConfig({
  JWT_KEY: 'a key of tests, long enough to be taken',
  MONGO_URL: 'mongodb://nowhere/auth',
});
const parts = { config, log: createLogger('api', 'silent') };
/** Nothing is asked of it. */
const nothing = {} as never;
const apps = [
  auth(parts, config),
  products(parts, nothing),
  cart(parts, nothing, ''),
  orders(parts, nothing),
  payments(parts, nothing, nothing),
];

const routesOf = (app: Express) =>
  (app.router.stack as unknown as Layer[])
    .flatMap((layer) => [layer, ...(layer.handle.stack ?? [])])
    .flatMap(({ route }) => route ?? [])
    .flatMap(({ path, methods, stack }) => Object.keys(methods).map((method) => ({ path, method, stack })))
    .filter(({ path }) => path.startsWith('/api/'));

const routes = apps.flatMap(routesOf).map(({ path, method, stack }) => ({
  name: `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
  needsSession: stack.some(({ handle }) => handle === requireAuth),
  schemas: stack.map(({ handle }) => handle.schemas).find(Boolean) ?? {},
}));

const operations = new Map<string, ZodOpenApiOperationObject>(
  Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => [
      `${method} ${path}`,
      operation as ZodOpenApiOperationObject,
    ]),
  ),
);

test('the document has the routes of the services, and no other', () => {
  expect([...operations.keys()].toSorted()).toEqual(routes.map(({ name }) => name).toSorted());
});

test.each(routes)('the document has of $name the schemas that it checks with', ({ name, schemas }) => {
  const { requestParams, requestBody } = operations.get(name) ?? {};
  // The very same, not alike: what one of them learns, the other knows.
  expect(requestParams?.path).toBe(schemas.params);
  expect(requestParams?.query).toBe(schemas.query);
  expect(requestParams?.header).toBe(schemas.headers);
  expect(requestBody?.content['application/json']?.schema).toBe(schemas.body);
});

test.each(routes)('the document says of $name whether it needs a session', ({ name, needsSession }) => {
  const { security } = operations.get(name) ?? {};
  expect(security === undefined).toBe(needsSession);
});
