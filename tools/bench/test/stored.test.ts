import { ObjectId } from 'mongodb';
import { withIds } from '../lib/shop/stored.mjs';

test('withIds replaces every id in a document', () => {
  const [order, payment] = [new ObjectId(), new ObjectId()];
  const ids = new Map([
    [String(order), new ObjectId().toHexString()],
    [String(payment), new ObjectId().toHexString()],
  ]);
  const document = { _id: order, paymentId: String(payment), total: 9.99, createdAt: new Date(0), items: [] };
  expect(withIds(document, ids)).toEqual({
    ...document,
    _id: new ObjectId(ids.get(String(order))),
    paymentId: ids.get(String(payment)),
  });
});
