import { Emulator } from './emulator.ts';
import { charge, errors, failureOf, newId } from './sdk.ts';

let emulator: Emulator;
let orderId: string;
/** Oldest first. */
let ids: string[];
beforeEach(async () => {
  emulator = await Emulator.open();
  orderId = newId();
  ids = [];
  for (let n = 0; n < 7; n++)
    ids.push((await emulator.stripe.paymentIntents.create(charge('tok_visa', { orderId, n: `${n}` }))).id);
});
afterEach(() => emulator.close());

const newestFirst = () => ids.toReversed();
const idsOf = (list: { data: { id: string }[] }) => list.data.map(({ id }) => id);

test('when intents are listed, then the newest come first, in pages', async () => {
  const first = await emulator.stripe.paymentIntents.list({ limit: 4 });
  expect({ ids: idsOf(first), more: first.has_more }).toEqual({ ids: newestFirst().slice(0, 4), more: true });
  const next = await emulator.stripe.paymentIntents.list({ limit: 4, starting_after: idsOf(first)[3] });
  expect({ ids: idsOf(next), more: next.has_more }).toEqual({ ids: newestFirst().slice(4), more: false });
});

test('when the SDK pages by itself, then it gets each once', async () => {
  const all = await emulator.stripe.paymentIntents.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
  expect(all.map(({ id }) => id)).toEqual(newestFirst());
});

test('when a page begins after an intent that is not there, then that is said', async () => {
  const error = await failureOf(emulator.stripe.paymentIntents.list({ starting_after: 'pi_unknown' }));
  expect(error).toBeInstanceOf(errors.StripeInvalidRequestError);
  expect(error).toMatchObject({ code: 'resource_missing', param: 'starting_after' });
});

test('when a list is asked for by time, then only what was made then is in it', async () => {
  const [{ created = 0 } = {}] = (await emulator.stripe.paymentIntents.list()).data;
  expect(idsOf(await emulator.stripe.paymentIntents.list({ created: { gte: created + 60 } }))).toEqual([]);
  expect(idsOf(await emulator.stripe.paymentIntents.list({ created: { lte: created + 60 } }))).toHaveLength(
    7,
  );
});

test.each([
  ['ending_before', { ending_before: 'pi_1' }],
  ['created[gt]', { created: { gt: 1 } }],
  ['customer', { customer: 'cus_1' }],
  ['payment_intent', { payment_intent: 'pi_1' }],
])(
  'when a list is asked for by %s, which it does not know, then it says so and ignores nothing',
  async (param, query) => {
    const error = await failureOf(emulator.stripe.paymentIntents.list(query as object));
    expect(error).toMatchObject({ statusCode: 400, code: 'parameter_unknown', param });
  },
);

test.each([0, 101, 'ten'])('when the limit is %s, then it is refused', async (limit) => {
  const error = await failureOf(emulator.stripe.paymentIntents.list({ limit: limit as number }));
  expect(error).toMatchObject({ statusCode: 400, param: 'limit' });
});

test('when intents are searched by metadata, then those that have it are found, newest first', async () => {
  await emulator.stripe.paymentIntents.create(charge('tok_visa', { orderId: newId(), n: '3' }));
  const search = (query: string) => emulator.stripe.paymentIntents.search({ query });
  expect(idsOf(await search(`metadata['orderId']:'${orderId}'`))).toEqual(newestFirst());
  expect(idsOf(await search(`metadata["orderId"]:"${orderId}" AND metadata["n"]:"3"`))).toEqual([ids[3]]);
  expect(idsOf(await search(`metadata['orderId']:'${newId()}'`))).toEqual([]);
});

test('when more is found than fits a page, then the next page has the rest', async () => {
  const query = `metadata['orderId']:'${orderId}'`;
  const first = await emulator.stripe.paymentIntents.search({ query, limit: 3 });
  expect({ ids: idsOf(first), more: first.has_more }).toEqual({ ids: newestFirst().slice(0, 3), more: true });
  const all = await emulator.stripe.paymentIntents
    .search({ query, limit: 3 })
    .autoPagingToArray({ limit: 100 });
  expect(all.map(({ id }) => id)).toEqual(newestFirst());
});

test.each(['', 'status:"succeeded"', "metadata['n']:'1' OR metadata['n']:'2'"])(
  'when the search is "%s", which it does not understand, then it says so',
  async (query) => {
    const error = await failureOf(emulator.stripe.paymentIntents.search({ query }));
    expect(error).toMatchObject({ statusCode: 400, param: 'query' });
  },
);
