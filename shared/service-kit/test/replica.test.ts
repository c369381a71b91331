import { applyIfNewer, Database } from '@ecommerce/service-kit/persistence';
import { newId, testDatabaseUrl, testLog } from '@ecommerce/test-kit';
import mongoose from 'mongoose';

interface Copy {
  _id: string;
  version: number;
  count: number;
}

const database = new Database(testDatabaseUrl(), testLog);
const copies = database.model<Copy>(
  'Copy',
  new mongoose.Schema<Copy>({ _id: String, version: Number, count: Number }, { versionKey: false }),
);
beforeAll(() => database.connect());
afterAll(async () => {
  await database.connection.dropDatabase();
  await database.close();
});

describe('applyIfNewer', () => {
  it('keeps the newest version, in any order and also on repeats', async () => {
    const id = newId();
    for (const version of [1, 4, 2, 4, 0, 3]) await applyIfNewer(copies, id, version, { count: version });
    expect(await copies.findById(id).lean()).toEqual({ _id: id, version: 4, count: 4 });
    await Promise.all([7, 9, 8, 6].map((version) => applyIfNewer(copies, id, version, { count: version })));
    expect(await copies.findById(id).lean()).toMatchObject({ version: 9, count: 9 });
  });
});
