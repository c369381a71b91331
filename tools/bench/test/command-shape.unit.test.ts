import { describeCommand } from '../lib/wire/command-shape.mjs';

const id = '0123456789abcdef01234567';

describe('describeCommand', () => {
  it.each([
    [{ find: 'orders', filter: { _id: 1 } }, 'read', 'find orders {_id}', 1],
    [{ find: 'orders' }, 'read', 'find orders', 1],
    [
      { aggregate: 'orders', pipeline: [{ $match: {} }, { $count: 'n' }] },
      'read',
      'aggregate orders [$match,$count]',
      1,
    ],
    [{ count: 'products', query: { title: 'a' } }, 'read', 'count products {title}', 1],
    [{ insert: 'orders', documents: [{}, {}, {}] }, 'write', 'insert orders', 3],
    [{ delete: 'orders', deletes: [{ q: { _id: 1 }, limit: 1 }] }, 'write', 'delete orders {_id}', 1],
    [
      { update: 'orders', updates: [{ q: { version: 1, _id: 1 }, u: { $set: {}, $inc: {} }, upsert: true }] },
      'write',
      'update orders {_id,version} <- {$inc,$set} upsert',
      1,
    ],
    [
      { findAndModify: 'orders', query: { _id: 1 }, update: { $push: {} } },
      'write',
      'findAndModify orders {_id} <- {$push}',
      1,
    ],
    [
      { update: 'orders', updates: [{ q: {}, u: [{ $set: {} }, { $unset: 'a' }] }] },
      'write',
      'update orders {} <- {$set,$unset}',
      1,
    ],
    [{ hello: 1 }, 'connection', 'hello', 1],
    [{ createIndexes: 'orders', indexes: [] }, 'other', 'createIndexes', 1],
  ])('describes %j', (command, kind, shape, statements) => {
    expect(describeCommand(command)).toEqual({ kind, shape, statements });
  });

  it('gives commands that differ only in ids the same shape', () => {
    const update = { q: { _id: 1, [`marks.${id}`]: 'taken' }, u: { $unset: { [`marks.${id}`]: 1 } } };
    const { shape } = describeCommand({ update: 'products', updates: [update] });
    expect(shape).toBe('update products {_id,marks.ID} <- {$unset}');
  });
});
