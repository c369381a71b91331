import { Emulator } from './emulator.ts';
import { charge, failureOf } from './sdk.ts';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.open();
});
afterEach(() => emulator.close());

const page = async () => {
  const answer = await emulator.raw('/', { headers: { authorization: '' } });
  return { answer, html: await answer.text() };
};

test('when nobody has paid yet, then the page says so', async () => {
  const { answer, html } = await page();
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  expect(html).toMatch(/0 payments.*0 refunds/s);
});

test('when there are payments and refunds, then the page lists them, the newest first', async () => {
  const { paymentIntents, refunds } = emulator.stripe;
  const first = await paymentIntents.create(charge('tok_visa', { orderId: 'order-1' }, 1999));
  const second = await paymentIntents.create(charge('tok_visa', { orderId: 'order-2' }, 50));
  await failureOf(
    paymentIntents.create(charge('tok_chargeDeclinedInsufficientFunds', { orderId: 'order-3' })),
  );
  const refund = await refunds.create({ payment_intent: first.id, amount: 999 });

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
    [expect.any(String), first.id, 'order-1', '$19.99', 'succeeded', '$9.99'],
    [expect.any(String), refund.id, first.id, '$9.99'],
  ]);
});

test('when an order is named like a script, then the page shows its name and runs nothing', async () => {
  const orderId = `<script>alert("1")</script>'&`;
  await emulator.stripe.paymentIntents.create(charge('tok_visa', { orderId }));
  const { answer, html } = await page();
  expect(html).not.toContain('<script');
  expect(html).toContain('<td>&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#39;&#38;</td>');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('when the ledger is read, then it holds all payments and refunds, and no card', async () => {
  const { id } = await emulator.stripe.paymentIntents.create(charge());
  await emulator.stripe.refunds.create({ payment_intent: id });
  const text = await (await emulator.raw('/_emulator/ledger')).text();
  expect(JSON.parse(text)).toMatchObject({ payment_intents: [{ id }], refunds: [{ payment_intent: id }] });
  expect(text).not.toContain('tok_');
});
