import { databaseOf } from '../src/config.ts';

describe('databaseOf', () => {
  it('is a database named after the service, on the server of npm start', () => {
    expect(databaseOf('orders', {})).toEqual({ url: 'mongodb://127.0.0.1:27017', name: 'orders' });
  });

  it('puts the name of the service into MONGO_URL', () => {
    const env = { MONGO_URL: 'mongodb://{service}-mongo:27017' };
    expect(databaseOf('orders', env)).toEqual({ url: 'mongodb://orders-mongo:27017', name: 'orders' });
  });

  it('prefers the variable of the service', () => {
    const env = { MONGO_URL: 'mongodb://all', MONGO_URL_GIFT_CARDS: 'mongodb://one/gifts' };
    expect(databaseOf('gift-cards', env)).toEqual({ url: 'mongodb://one/gifts', name: 'gifts' });
  });
});
