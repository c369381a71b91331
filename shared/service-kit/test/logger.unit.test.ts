import { check, fc } from '@ecommerce/test-kit/properties';
import { createLogger } from '../src/observability/logger.ts';

const logged = (fields: object, message = 'something happened'): string => {
  const lines: string[] = [];
  createLogger('test', 'info', { write: (line) => void lines.push(line) }).info(fields, message);
  return lines.join('');
};

const secrets = [
  'tok_visa',
  'sk_test_4eC39HqLyjWDarjtT1zdp7dc',
  'whsec_abc123',
  'buyer.one+shop@mail.example.com',
  'eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.signature',
  'scrypt$16384$c2FsdA$aGFzaA',
];

describe('createLogger', () => {
  it.each([
    ['a card token', 'tok_visa'],
    ['an email address', 'buyer.one+shop@mail.example.com'],
    ['an email address in a URL', 'buyer.one%40mail.example.com'],
    ['a key of Stripe', 'sk_test_4eC39HqLyjWDarjtT1zdp7dc'],
    ['a session', `eyJ${Buffer.from('{"id":1}').toString('base64')}.eyJpZCI6MX0.signature`],
    ['a password hash', 'scrypt$16384$c2FsdA$aGFzaA'],
  ])('redacts %s anywhere in a line', (_name, secret) => {
    const end = secret.slice(-6);
    for (const text of [
      secret,
      `"${secret}"`,
      `a line\n${secret}\nmore`,
      `\u0001${secret}`,
      `C:\\${secret}`,
    ]) {
      const line = logged({ deep: { er: [text] }, err: new Error(text) }, text);
      expect(line).not.toContain(end);
      expect(JSON.parse(line)).toMatchObject({ level: 'info', service: 'test' });
    }
  });

  it('redacts a secret in any value and field name, and the line stays JSON', () => {
    const secret = fc.constantFrom(...secrets);
    const separator = fc.constantFrom(' ', '"', '\n', '\t', '\\', '/', '=', ':', '(', '\u0001', 'é ', '');
    const text = fc
      .tuple(fc.string({ unit: 'grapheme' }), separator, secret, separator, fc.string({ unit: 'grapheme' }))
      // Where a word is glued to it, the secret is another word.
      .filter(([before, first]) => first !== '' || !/[\w]$/.test(before))
      .map((parts) => parts.join(''));
    check(
      fc.property(text, fc.string(), (value, name) => {
        const line = logged({ [`field ${name}`]: { deep: [value] } }, value);
        for (const one of secrets) expect(line).not.toContain(one);
        expect(JSON.parse(line)).toMatchObject({ level: 'info', service: 'test' });
      }),
    );
  });

  it('redacts cookies and passwords by field name', () => {
    const line = logged({
      req: { headers: { cookie: 'session=abc' } },
      body: { password: 'a good password' },
    });
    expect(line).not.toMatch(/abc|a good password/);
  });

  it.each(['-', '.', '-@', 'a@', 'eyJ'])(
    'takes no longer for a URL full of "%s" than for other URLs',
    (filling) => {
      const durationOf = (text: string) => {
        const url = `/api/products?search=${text.repeat(15_000 / text.length)}`;
        const begin = process.cpuUsage();
        for (let times = 0; times < 5; times++) logged({ url });
        return process.cpuUsage(begin).user / 1000;
      };
      durationOf('/');
      expect(durationOf(filling)).toBeLessThan(100 * Math.max(durationOf('/'), 1));
    },
  );

  it('leaves a line without secrets unchanged', () => {
    const fields = { url: '/api/products?search=a@b', stripeId: 'pi_123', key: 'order:1:attempt:2' };
    expect(JSON.parse(logged(fields))).toMatchObject(fields);
  });
});
