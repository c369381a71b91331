import { Database, DocumentExpiry } from '@ecommerce/service-kit/persistence';
import { eventually, testDatabaseUrl, testLog } from '@ecommerce/test-kit';

interface Note {
  name: string;
  at?: Date;
}

const HOUR_MS = 3600_000;
const database = new Database(testDatabaseUrl(), testLog);
const notes = () => database.connection.collection<Note>('notes');
const names = async () => (await notes().find().sort({ name: 1 }).toArray()).map(({ name }) => name);
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS);

beforeAll(() => database.connect());
afterAll(async () => {
  await database.connection.dropDatabase();
  await database.close();
});

describe('DocumentExpiry', () => {
  it('removes all documents of an age, and no others', async () => {
    const old = Array.from({ length: 1001 }, (_, index) => ({ name: `old ${index}`, at: hoursAgo(2.1) }));
    await notes().insertMany([...old, { name: 'recent', at: hoursAgo(1.5) }, { name: 'timeless' }]);
    const expiry = new DocumentExpiry<Note>(notes(), { field: 'at', afterSeconds: 7200, log: testLog });
    expiry.start();
    await eventually(async () => (await notes().countDocuments()) === 2, 120);
    await expiry.stop();
    expect(await names()).toEqual(['recent', 'timeless']);
  });
});
