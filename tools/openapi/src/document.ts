import { Cart, CurrentUser, ErrorBody, Order, Payment, Product, User } from '@ecommerce/shared';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { cart } from './paths/cart.ts';
import { orders } from './paths/orders.ts';
import { payments } from './paths/payments.ts';
import { products } from './paths/products.ts';
import { users } from './paths/users.ts';

const description = `A shop made of small services; this is what they answer through the gateway.

Sign up first: the answer sets the cookie \`session\`, which everything else goes by. Prices are US dollars, ids are 24 hex digits, times are ISO 8601. Unknown fields in a body are refused.

Every answer that is not a success is \`{"errors": [{"message": "...", "field": "..."}]}\`, and every answer has an \`X-Request-Id\`, by which the logs tell of it. What no service has answered comes from the gateway, as plain text: 404 for a path that is none of these, 502 and 504 for a service that is not there.`;

/** Every route with the very schemas that it checks with. */
export const paths: ZodOpenApiPathsObject = { ...users, ...products, ...cart, ...orders, ...payments };

export const document: ReturnType<typeof createDocument> = createDocument({
  openapi: '3.1.0',
  info: {
    title: 'E-commerce in microservices',
    version: '0.1.0',
    description,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/' }],
  tags: [
    { name: 'users', description: 'Who is who' },
    { name: 'products', description: 'What is sold' },
    { name: 'cart', description: 'What one means to buy' },
    { name: 'orders', description: 'What one buys' },
    { name: 'payments', description: 'How one pays' },
  ],
  security: [{ session: [] }],
  paths,
  components: {
    schemas: { Cart, CurrentUser, Errors: ErrorBody, Order, Payment, Product, User },
    securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session' } },
  },
});
