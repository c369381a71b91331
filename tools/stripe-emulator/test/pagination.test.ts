import { Emulator } from './emulator.ts';
import { charge, errors, failureOf } from './sdk.ts';

const emulator = await Emulator.open();
afterAll(() => emulator.close());
const { paymentIntents } = emulator.stripe;

describe('GET /v1/payment_intents', () => {
  const newestFirst: string[] = [];
  beforeAll(async () => {
    for (let n = 0; n < 7; n++) newestFirst.unshift((await paymentIntents.create(charge())).id);
  });
  const idsOf = (data: { id: string }[]) => data.map(({ id }) => id);

  it('lists intents in pages, newest first', async () => {
    const first = await paymentIntents.list({ limit: 4 });
    expect([idsOf(first.data), first.has_more]).toEqual([newestFirst.slice(0, 4), true]);
    const next = await paymentIntents.list({ limit: 4, starting_after: first.data[3]?.id ?? '' });
    expect([idsOf(next.data), next.has_more]).toEqual([newestFirst.slice(4), false]);
  });

  it('returns each intent once with the auto-pagination of the SDK', async () => {
    const all = await paymentIntents.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(idsOf(all)).toEqual(newestFirst);
  });

  it('rejects a page that starts after an unknown intent', async () => {
    const error = await failureOf(paymentIntents.list({ starting_after: 'pi_unknown' }));
    expect(error).toBeInstanceOf(errors.StripeInvalidRequestError);
    expect(error).toMatchObject({ code: 'resource_missing', param: 'starting_after' });
  });

  it('filters by the time of creation', async () => {
    const { data } = await paymentIntents.list();
    const created = data[0]?.created ?? 0;
    expect((await paymentIntents.list({ created: { gte: created + 60 } })).data).toEqual([]);
    expect((await paymentIntents.list({ created: { gte: created - 60 } })).data).toHaveLength(7);
  });

  it.each([
    ['ending_before', { ending_before: 'pi_1' }],
    ['created[gt]', { created: { gte: 1, gt: 1 } }],
    ['customer', { customer: 'cus_1' }],
    ['payment_intent', { payment_intent: 'pi_1' }],
  ])('rejects the unsupported parameter %s', async (param, query) => {
    const error = await failureOf(paymentIntents.list(query as object));
    expect(error).toMatchObject({ statusCode: 400, code: 'parameter_unknown', param });
  });

  it.each([0, 101, 'ten'])('rejects a limit of %s', async (limit) => {
    const error = await failureOf(paymentIntents.list({ limit: limit as number }));
    expect(error).toMatchObject({ statusCode: 400, param: 'limit' });
  });
});
