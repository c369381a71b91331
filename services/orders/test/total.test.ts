import { rejection } from '@ecommerce/test-kit';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type Lines = [price: number, quantity: number][];

/** Orders products of these prices in these quantities. */
async function order(lines: Lines) {
  const buyer = shop.as();
  const items = await Promise.all(
    lines.map(async ([price, quantity]) => {
      const { id } = await shop.product({ price, quantity });
      return { productId: id, quantity };
    }),
  );
  const answer = await buyer.create(items);
  return { answer, stored: await shop.orders.model.findOne({ userId: buyer.user.id }).lean() };
}

describe('order total', () => {
  it.each<[number, Lines]>([
    [
      0.5,
      [
        [0.1, 3],
        [0.2, 1],
      ],
    ],
    [0.6, [[0.2, 3]]],
    [59.97, [[19.99, 3]]],
    [1.15, [[1.15, 1]]],
    [3.03, [[1.01, 3]]],
    [24.6, [[8.2, 3]]],
    [57, [[0.57, 100]]],
    [435, [[4.35, 100]]],
    [1_100, [[0.11, 10_000]]],
    [999_999.99, [[333_333.33, 3]]],
  ])('is exactly $%d in the answer, the database and the event', async (total, lines) => {
    const { answer, stored } = await order(lines);
    expect(answer.body.total).toBe(total);
    expect(stored?.total).toBe(total);
    expect(await shop.published('order:created', answer.body.id)).toMatchObject([{ total }]);
  });

  it.each<[string, Lines]>([
    ['at least $0.50', [[0.49, 1]]],
    [
      'at least $0.50',
      [
        [0.1, 3],
        [0.19, 1],
      ],
    ],
    [
      'at most $999,999.99',
      [
        [999_999.99, 1],
        [0.01, 1],
      ],
    ],
    ['at most $999,999.99', [[333_333.34, 3]]],
    ['at most $999,999.99', [[999_999.99, 10_000]]],
  ])('must be %s (%j)', async (limit, lines) => {
    const { answer, stored } = await order(lines);
    expect(rejection(answer)).toEqual({ status: 400, fields: ['items'] });
    expect(answer.body.errors[0].message).toContain(limit);
    expect(stored).toBeNull();
  });
});
