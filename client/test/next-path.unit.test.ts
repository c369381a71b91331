import { check, fc } from '@ecommerce/test-kit/properties';
import { nextPath, signInTo } from '../lib/next-path.ts';

describe('nextPath', () => {
  it.each([
    ['/orders/1?page=2', '/orders/1?page=2'],
    ['/a/../b', '/b'],
    ['//example.com', '/'],
    ['/.//example.com', '/'],
    ['/\\example.com', '/'],
    ['/\t/example.com', '/'],
    ['https://example.com', '/'],
    ['javascript:alert(1)', '/'],
    ['', '/'],
  ])('turns %j into %s', (wanted, path) => {
    expect(nextPath(wanted)).toBe(path);
  });

  it('takes the first page when the parameter is missing or repeated', () => {
    expect(nextPath(undefined)).toBe('/');
    expect(nextPath(['/a', '/b'])).toBe('/');
  });

  it('never leaves the origin, whatever is given', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '//',
      '@',
      ':',
      '?',
      '#',
      '\t',
      '\n',
      'example.com',
      'a',
      '%2f',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => `/${parts.join('')}`),
    );
    const base = 'https://ecommerce.local';
    check(
      fc.property(text, (wanted) => {
        const path = nextPath(wanted);
        expect(path).toMatch(/^\/(?![/\\])/);
        expect(new URL(path, base).origin).toBe(base);
      }),
    );
  });
});

describe('signInTo', () => {
  it('returns to the path it was given', () => {
    check(
      fc.property(fc.webPath(), (path) => {
        fc.pre(path.startsWith('/') && !path.startsWith('//'));
        const next = new URL(signInTo(path), 'http://shop.test').searchParams.get('next') ?? '';
        expect(next).toBe(path);
      }),
    );
  });
});
