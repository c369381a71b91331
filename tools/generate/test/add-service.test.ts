import { addService } from '../lib/add-service.mjs';
import { shopOf } from '../lib/shop.mjs';
import { composeText } from './compose-text.ts';

describe('addService', () => {
  it('adds lines and leaves all others as they are', () => {
    const added = addService(composeText, { name: 'air-ships' }).split('\n');
    const before = composeText.split('\n');
    const rest = added.filter((line) => !line.includes('air-ships'));
    const changed = before.filter((line) => !added.includes(line));
    expect(changed).toEqual([expect.stringContaining('depends_on: [client, auth,')]);
    expect(rest.filter((line) => !before.includes(line))).toEqual([]);
  });

  it('gives the service a port, a database and the variables that were asked for', () => {
    const environment = { ORDERS_URL: 'http://orders:3000' };
    const { services, databases } = shopOf(addService(composeText, { name: 'air-ships', environment }));
    const service = services.at(-1);
    expect(service).toMatchObject({ name: 'air-ships', path: '/api/air-ships', variable: 'AIR_SHIPS' });
    expect(service?.localPort).toBeGreaterThan(3006);
    expect(service?.connections.map(({ host }) => host)).toEqual([
      'air-ships-mongo',
      'nats',
      'orders',
      'auth',
    ]);
    expect(databases.at(-1)).toMatchObject({ name: 'air-ships-mongo', volumes: ['air-ships-db'] });
  });

  it.each([
    ['cart', 'Map keys must be unique'],
    ['Zeppelins', 'in lower case'],
  ])('rejects the name %s', (name, message) => {
    expect(() => addService(composeText, { name })).toThrow(message);
  });
});
