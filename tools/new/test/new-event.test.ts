import { planEvent } from '../lib/new-event.mjs';
import { assertSyntax, errorOf, newChanges, withEvent, withService } from './plan.ts';

/** Whether a file has each of these texts. */
const has = (changes: ReturnType<typeof newChanges>, file: string, ...texts: string[]) =>
  expect(texts.filter((text) => !changes.read(file).includes(text))).toEqual([]);

describe('a new event', () => {
  it('has a schema, a publisher, a listener, tests and a place in the documents', () => {
    const changes = withEvent('order:teleported', 'orders', ['cart']);
    expect(changes.files).toEqual([
      'docs/architecture.md',
      'docs/events.md',
      'services/cart/src/listeners.ts',
      'services/cart/src/service.ts',
      'services/cart/src/teleported-orders.ts',
      'services/cart/test/teleported-orders.test.ts',
      'services/orders/src/order-teleported.ts',
      'services/orders/src/order.ts',
      'services/orders/test/order-teleported.test.ts',
      'shared/contracts/src/events.ts',
    ]);
    has(
      changes,
      'shared/contracts/src/events.ts',
      "'order:teleported': z.object({ id: Id, version: Version }),",
    );
    has(changes, 'services/orders/src/order.ts', '  teleportedAt?: Date;\n}', 'teleportedAt: Date,');
    has(
      changes,
      'docs/events.md',
      '| `order:teleported` | orders | cart | records that the order was teleported |',
    );
  });

  it.each([
    ['product:teleported', 'products'],
    ['product:beamed-up', 'products'],
    ['cart:teleported', 'cart'],
    ['order:teleported', 'orders'],
    ['order-payment:teleported', 'payments'],
  ])('%s can be published by %s, and all others can listen to it', (subject, from) => {
    const to = ['products', 'cart', 'orders', 'payments'].filter((name) => name !== from);
    const changes = withEvent(subject, from, to);
    for (const service of to)
      has(changes, `services/${service}/src/listeners.ts`, `listener('${subject}', (`);
    expect(changes.files.filter((file) => /sample/i.test(changes.read(file)))).toEqual([]);
    assertSyntax(changes);
  });

  it('is stored where the aggregate has its schema, apart from its type', () => {
    const changes = withEvent('order-payment:teleported', 'payments');
    has(changes, 'services/payments/src/order-payment.ts', '  teleportedAt?: Date;\n}');
    has(changes, 'services/payments/src/payment-aggregate.ts', 'teleportedAt: Date,');
    has(
      changes,
      'services/payments/src/order-payment-teleported.ts',
      "OrderPayment } from './order-payment.ts'",
    );
  });

  it('can be published and handled by a new service, several times', () => {
    const changes = withService();
    withEvent('zeppelin:launched', 'zeppelins', ['cart'], changes);
    withEvent('zeppelin:landed', 'zeppelins', ['cart'], changes);
    withEvent('order:teleported', 'orders', ['zeppelins', 'cart'], changes);
    withEvent('cart:teleported', 'cart', ['zeppelins'], changes);
    assertSyntax(changes);
    const service = changes.read('services/zeppelins/src/service.ts');
    expect(service).toContain('zeppelinListeners(teleportedOrders, teleportedCarts)');
    expect(service).toContain('setUp({ aggregates, database })');
    expect(changes.read('services/cart/src/service.ts')).toMatch(
      /cartListeners\(carts,.* launchedZeppelins, landedZeppelins, teleportedOrders\)/,
    );
    expect(changes.read('services/cart/src/cart.ts')).not.toContain('publishesEvents: false');
  });

  it('rejects a publisher without an aggregate', () => {
    const changes = newChanges();
    changes.edit('services/auth/src/service.ts', (text) =>
      text.replace('aggregates(userAggregate)', 'users()'),
    );
    expect(errorOf(() => planEvent(changes, 'user:renamed', { from: 'auth' }))).toContain(
      'services/auth/src/service.ts have no store of an aggregate. Write the event as',
    );
  });

  it('rejects a service without a connection to the broker', () => {
    const changes = newChanges();
    changes.edit('docker-compose.yml', (text) =>
      text.replace(/<<: \[\*environment, \*bus\](?=\n +MONGO_URL: \S+auth)/, '<<: *environment'),
    );
    const options = { from: 'orders', to: ['auth'] };
    expect(errorOf(() => planEvent(changes, 'order:teleported', options))).toContain('auth has no events');
  });

  it.each([
    ['', { from: 'orders' }, 'is no subject'],
    ['shipped', { from: 'orders' }, '"shipped" is no subject'],
    ['Order:Shipped', { from: 'orders' }, 'is no subject'],
    ['order:teleported:now', { from: 'orders' }, 'is no subject'],
    ['order:*', { from: 'orders' }, 'is no subject'],
    ['order:-', { from: 'orders' }, 'is no subject'],
    ['order:shipped-', { from: 'orders' }, 'is no subject'],
    ['order:shipped--twice', { from: 'orders' }, 'is no subject'],
    [`order:${'a'.repeat(75)}`, { from: 'orders' }, 'is longer than 80 characters'],
    ['order:teleported', {}, 'Name the service that publishes the event'],
    ['order:teleported', { from: 'zeppelins' }, 'There is no service zeppelins. Name one of auth, products,'],
    ['order:teleported', { from: 'orders', to: ['zeppelins'] }, 'There is no service zeppelins'],
    ['order:teleported', { from: 'orders', to: ['auth'] }, 'services/auth/src/listeners.ts does not exist'],
    ['order:teleported', { from: 'orders', to: ['orders'] }, '--to names other services'],
    ['order:created', { from: 'orders' }, 'The event order:created already exists'],
    ['order:updated', { from: 'orders' }, 'Order already has a field updatedAt'],
    [
      'parcel:sent',
      { from: 'orders' },
      'orders stores no parcel. Begin the subject with what changes, such as order:',
    ],
    ['payment:seen', { from: 'payments' }, 'such as order-payment:'],
    ['stock-allocation:seen', { from: 'products' }, 'such as product:'],
  ])('rejects "%s" with %j', (subject, options, message) => {
    const changes = newChanges();
    expect(errorOf(() => planEvent(changes, subject, options))).toContain(message);
  });
});
