/** Base URLs of the services by the first part of their paths: plain HTTP on the internal network, without the gateway. */
const urls = new Map([
  ['users', process.env.AUTH_URL || 'http://auth:3000'],
  ['products', process.env.PRODUCTS_URL || 'http://products:3000'],
  ['cart', process.env.CART_URL || 'http://cart:3000'],
  ['orders', process.env.ORDERS_URL || 'http://orders:3000'],
]);

/** The base URL of the service that answers a path. */
export function baseUrl(path: string): string {
  const url = urls.get(/^\/api\/(\w+)/.exec(path)?.[1] ?? '');
  if (!url) throw new Error(`no service for ${path}`);
  return url;
}

/** Time limit of a request to a service. */
export const TIMEOUT_MS = 3000;
