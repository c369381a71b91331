import { assertOwner } from '../src/http/authorize.ts';

const owner = { id: 'owner' };
const order = { userId: owner.id };

describe('assertOwner', () => {
  it('returns the resource to its owner', () => {
    expect(assertOwner(order, owner, 'order')).toBe(order);
  });

  it('rejects another user with not_owner', () => {
    const error = { code: 'not_owner', status: 401, message: 'You do not have access to this product.' };
    expect(() => assertOwner(order, { id: 'other' }, 'product')).toThrow(expect.objectContaining(error));
  });

  it.each([
    ['order', 'order_not_found'],
    ['product', 'product_not_found'],
  ] as const)('answers 404 for a missing %s', (kind, code) => {
    for (const nothing of [null, undefined])
      expect(() => assertOwner(nothing, owner, kind)).toThrow(expect.objectContaining({ code, status: 404 }));
  });
});
