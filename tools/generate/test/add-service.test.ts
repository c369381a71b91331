import { addService } from '../lib/add-service.mjs';
import { shopOf } from '../lib/shop.mjs';
import { composeText } from './compose-text.ts';

describe('addService', () => {
  it('adds lines and leaves all others as they are', () => {
    const added = addService(composeText, { name: 'gift-cards' }).split('\n');
    const before = composeText.split('\n');
    const rest = added.filter((line) => !line.includes('gift-cards'));
    const changed = before.filter((line) => !added.includes(line));
    expect(changed).toEqual([expect.stringContaining('depends_on: [client, auth,')]);
    expect(rest.filter((line) => !before.includes(line))).toEqual([]);
  });

  it('gives the service a port, a database and the variables that were asked for', () => {
    const environment = { ORDERS_URL: 'http://orders:3000' };
    const { services, databases } = shopOf(addService(composeText, { name: 'gift-cards', environment }));
    const service = services.at(-1);
    expect(service).toMatchObject({ name: 'gift-cards', path: '/api/gift-cards', variable: 'GIFT_CARDS' });
    expect(service?.localPort).toBeGreaterThan(3006);
    expect(service?.connections.map(({ host }) => host)).toEqual(['gift-cards-mongo', 'nats', 'orders']);
    expect(databases.at(-1)).toMatchObject({ name: 'gift-cards-mongo', volumes: ['gift-cards-db'] });
  });

  it.each([
    ['cart', 'Map keys must be unique'],
    ['Reviews', 'in lower case'],
  ])('rejects the name %s', (name, message) => {
    expect(() => addService(composeText, { name })).toThrow(message);
  });
});
