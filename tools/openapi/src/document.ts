import { readFileSync } from 'node:fs';
import { Cart, CurrentUser, ErrorBody, Order, Payment, Product, User } from '@ecommerce/contracts';
import { defaultLimits } from '@ecommerce/service-kit/http';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { operationOf } from './operation.ts';
import { routes } from './routes.generated.ts';

const { ofUser, ofPlace } = defaultLimits;

const description = `The API of a shop made of small services, as the gateway serves it.

Sign up first: the response sets the cookie \`session\` (on HTTPS \`__Host-session\`), which authenticates all other requests. Requests that change something must come from the shop's own pages or from a program: a browser's request from another origin answers 403 \`cross_origin\`. Prices are in US dollars, ids are 24 hex digits, times are ISO 8601. Unknown fields in a body are rejected.

Every error has the form \`{"errors": [{"code": "...", "message": "...", "field": "..."}]}\`. Programs should decide by \`code\`. Every response has an \`X-Request-Id\`, which is also in the logs. A path that no service has answers 404 \`not_found\`, a method that a path does not have 405 \`method_not_allowed\`, and a service that is not running 503 \`unavailable\`, in the same form.

A signed-in user can send ${ofUser.requests.requests} requests a minute to each instance of a service, of which ${ofUser.unsafeRequests.requests} may change something. All clients at the same IP address can send ${ofPlace.requests.requests}, of which ${ofPlace.unsafeRequests.requests} of guests may change something. Further ones answer 429 \`too_many_requests\` with \`Retry-After\`.`;

function paths(): ZodOpenApiPathsObject {
  const found: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    found[path] = { ...found[path], [route.method]: operationOf(route) };
  }
  return found;
}

/** The root package.json; src/ and dist/ are equally deep. */
const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
);

/** The API as OpenAPI 3.1, generated from the services' route definitions. */
export const document: ReturnType<typeof createDocument> = createDocument({
  openapi: '3.1.0',
  info: {
    title: 'E-commerce in microservices',
    version,
    description,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/' }],
  tags: [
    { name: 'users', description: 'Accounts and sessions' },
    { name: 'products', description: 'The catalog' },
    { name: 'cart', description: 'The cart of the signed-in user' },
    { name: 'orders', description: 'Orders of the signed-in user' },
    { name: 'payments', description: 'Payments of orders' },
  ],
  security: [{ session: [] }],
  paths: paths(),
  components: {
    schemas: { Cart, CurrentUser, Errors: ErrorBody, Order, Payment, Product, User },
    securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session' } },
  },
});
