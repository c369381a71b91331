import { Emulator } from './emulator.ts';
import { charge, failureOf } from './sdk.ts';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.open();
});
afterEach(() => emulator.close());

const page = async () => {
  const response = await emulator.fetch('/', { headers: { authorization: '' } });
  return { response, html: await response.text() };
};

it('shows an empty list', async () => {
  const { response, html } = await page();
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  expect(html).toMatch(/0 payments.*0 refunds/s);
});

it('lists payments and refunds, newest first', async () => {
  const { paymentIntents, refunds } = emulator.stripe;
  const first = await paymentIntents.create(charge('tok_visa', { orderId: 'order-1' }, 1999));
  const second = await paymentIntents.create(charge('tok_visa', { orderId: 'order-2' }, 50));
  await failureOf(
    paymentIntents.create(charge('tok_chargeDeclinedInsufficientFunds', { orderId: 'order-3' })),
  );
  const refund = await refunds.create({ payment_intent: first.id });

  const { html } = await page();
  const cells = html
    .split('<tr>')
    .map((row) => [...row.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell));
  expect(cells.filter((row) => row.length > 0)).toEqual([
    [
      expect.any(String),
      expect.any(String),
      'order-3',
      '$19.99',
      'Your card has insufficient funds.',
      '$0.00',
    ],
    [expect.any(String), second.id, 'order-2', '$0.50', 'succeeded', '$0.00'],
    [expect.any(String), first.id, 'order-1', '$19.99', 'succeeded', '$19.99'],
    [expect.any(String), refund.id, first.id, '$19.99'],
  ]);
});

it('escapes order ids and allows no scripts', async () => {
  const orderId = `<script>alert("1")</script>'&`;
  await emulator.stripe.paymentIntents.create(charge('tok_visa', { orderId }));
  const { response, html } = await page();
  expect(html).not.toContain('<script');
  expect(html).toContain('<td>&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#39;&#38;</td>');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

it('serves a ledger of all payments and refunds without card tokens', async () => {
  const { id } = await emulator.stripe.paymentIntents.create(charge());
  await emulator.stripe.refunds.create({ payment_intent: id });
  const text = await (await emulator.fetch('/_emulator/ledger')).text();
  expect(JSON.parse(text)).toMatchObject({ payment_intents: [{ id }], refunds: [{ payment_intent: id }] });
  expect(text).not.toContain('tok_');
});
