import { Emulator } from './emulator.ts';
import { failureOf } from './sdk.ts';

const emulator = await Emulator.open();
afterAll(() => emulator.close());

const deep = `metadata${'[a]'.repeat(200)}=1`;
const form = 'application/x-www-form-urlencoded';
const bodies: [string, string, string][] = [
  ['no bytes', '', form],
  ['JSON', '{"amount":1}', 'application/json'],
  ['JSON with the content type of a form', '{"amount":1}', form],
  ['invalid characters', '\u0000\uffff\ud800', form],
  ['invalid escapes', 'amount=%E0%A4%A&currency=%', form],
  ['an unknown character set', 'amount=1', 'application/x-www-form-urlencoded; charset=klingon'],
  ['2000 parameters', Array.from({ length: 2000 }, (_, n) => `a${n}=1`).join('&'), form],
  ['a parameter nested 200 levels deep', deep, form],
  ['200 kB', `description=${'x'.repeat(200_000)}`, form],
  ['only brackets', '[]=1&[][]=2&=3&][', form],
  [
    'an array for each parameter',
    'amount[]=50&currency[]=usd&confirm[]=true&metadata[]=1&payment_intent[]=1',
    form,
  ],
  [
    'an object for each parameter',
    'amount[a]=50&currency[toString]=usd&confirm[valueOf]=1&payment_intent[toString]=1',
    form,
  ],
  [
    'names of built-in properties',
    '__proto__[a]=1&constructor[prototype][a]=1&hasOwnProperty=1&toString=1',
    form,
  ],
  [
    'metadata with names of built-in properties',
    'amount=50&currency=usd&metadata[__proto__]=a&metadata[toJSON]=b&metadata[length]=c',
    form,
  ],
];
it.each(bodies)('answers a body of %s without a server error', async (_name, body, type) => {
  for (const path of ['/v1/payment_intents', '/v1/refunds']) {
    const response = await emulator.post(path, body, type);
    expect(response.status).toBeLessThan(500);
    const text = await response.text();
    expect(() => JSON.parse(text)).not.toThrow();
    expect(text).not.toMatch(/node_modules|\.[tj]s:\d/);
  }
});

it.each([
  '/v1/payment_intents?limit[toString]=1&limit[valueOf]=2',
  '/v1/payment_intents?created=now&starting_after[]=1',
  '/v1/payment_intents?created[gte][toString]=1',
  '/v1/payment_intents/%E0%A4%A',
  '/v1/payment_intents/__proto__',
  '/v1/refunds?payment_intent[toString]=1',
  '/v1/',
  '/%00',
])('answers GET %s with 400 or 404', async (path) => {
  const response = await emulator.fetch(path);
  expect([400, 404]).toContain(response.status);
  expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
});

it('names the URL of an unsupported request', async () => {
  const error = await failureOf(emulator.stripe.customers.create({ email: 'a@example.com' }));
  expect(error).toMatchObject({
    statusCode: 404,
    message: 'Unrecognized request URL (POST: /v1/customers).',
  });
});

it('answers 503 to a request meant for a service of the shop', async () => {
  const response = await emulator.fetch('/api/payments', { method: 'POST' });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
});
