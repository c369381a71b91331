import { shopOf } from '../lib/shop.mjs';
import { composeText, withZeppelins } from './compose-text.ts';

/** The error that a change of docker-compose.yml leads to. */
function errorAfter(from: string | RegExp, to: string, text = composeText): string {
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  try {
    shopOf(changed);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('no mistake was found');
}

/** The number of the first line that has this text. */
const lineOf = (part: string, text: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('a mistake in docker-compose.yml', () => {
  it('is named with its line', () => {
    const changed = composeText.replace('path: /api/cart', 'pth: /api/cart');
    expect(errorAfter('path: /api/cart', 'pth: /api/cart')).toBe(
      `docker-compose.yml:${lineOf('pth:', changed)}: services.cart.x-shop: Unrecognized key: "pth"`,
    );
  });

  it('is found where the file is no YAML', () => {
    expect(errorAfter('name: ecommerce', 'name: [ecommerce')).toMatch(/^docker-compose\.yml:\d+: /);
  });

  it.each([
    ['path: /api/cart', 'path: /cart', 'services.cart.x-shop.path: is "/api/" and one word'],
    ['path: /api/cart', 'path: /api/orders', 'services.orders.x-shop.path: /api/orders is of cart already'],
    [', local_port: 3003', '', 'services.cart.x-shop: local_port is missing'],
    ['local_port: 3003', 'local_port: 3004', 'services.orders.x-shop.local_port: 3004 is of cart already'],
    [/ {4}x-shop: \{ path: \/api\/cart.*\n/, '', 'services.cart: x-shop.path is missing'],
    ['SERVICE: cart', 'SERVICE: card', 'services.cart.build.args.SERVICE: is not cart'],
    ['/cart:${VERSION', '/orders:${VERSION', 'services.cart.image: does not name cart'],
    ['/auth-mongo:27017', '/oauth-mongo:27017', 'MONGO_URL: there is no service oauth-mongo'],
    [
      '/cart-mongo:27017/cart',
      '/auth-mongo:27017/auth',
      'mongodb://auth-mongo:27017/auth is of auth already',
    ],
    [/, payments(?=[,\]])/, '', 'services.gateway.depends_on: payments is missing'],
    ['CART_URL: http', 'MAIL_TOKEN: x\n      CART_URL: http', 'MAIL_TOKEN: looks like a secret'],
  ])('%s becoming %s is found', (from, to, message) => {
    expect(errorAfter(from, to)).toContain(message);
  });

  it('is a service without a folder', () => {
    expect(() => shopOf(withZeppelins, (folder) => folder !== 'services/zeppelins')).toThrow(
      'services.zeppelins: there is no services/zeppelins/package.json',
    );
  });
});
