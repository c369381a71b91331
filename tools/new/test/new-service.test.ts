import { shopOf } from '../../generate/lib/shop.mjs';
import { planService } from '../lib/new-service.mjs';
import { assertSyntax, errorOf, newChanges, withService } from './plan.ts';

describe('a new service', () => {
  it('has code, tests, contracts, a place in Compose and in the documents', () => {
    const changes = withService();
    const created = changes.files.filter((file) => file.startsWith('services/'));
    expect(created.map((file) => file.replace('services/zeppelins/', ''))).toEqual([
      'package.json',
      'src/listeners.ts',
      'src/present.ts',
      'src/routes.ts',
      'src/server.ts',
      'src/service.ts',
      'src/zeppelin.ts',
      'test/events.test.ts',
      'test/present.unit.test.ts',
      'test/routes.test.ts',
      'test/shop.ts',
      'tsconfig.json',
    ]);
    expect(changes.files.filter((file) => !file.startsWith('services/'))).toEqual([
      'docker-compose.yml',
      'docs/api.md',
      'docs/architecture.md',
      'docs/events.md',
      'shared/contracts/src/events.ts',
      'shared/contracts/src/examples.ts',
      'shared/contracts/src/index.ts',
      'shared/contracts/src/zeppelin.ts',
      'tools/openapi/src/document.ts',
    ]);
    expect(shopOf(changes.read('docker-compose.yml')).services.at(-1)?.name).toBe('zeppelins');
  });

  it.each([
    [
      'air-ships',
      'air-ship',
      ['airShipsService', "'air-ship:created'", "'Create an air ship'", '/api/air-ships'],
    ],
    ['units', 'unit', ["'Create a unit'"]],
    ['zeppelins', 'zeppelin', ['zeppelinsService', "'Create a zeppelin'", 'Zeppelin']],
    ['flying', 'flying', ['flyings: AggregateStore', '/api/flying']],
  ])('%s uses its name in every form', (service, noun, expected) => {
    const changes = withService(service);
    const texts = changes.files.map((file) => changes.read(file)).join('\n');
    expect(expected.filter((text) => !texts.includes(text))).toEqual([]);
    expect(changes.files).toContain(`services/${service}/src/${noun}.ts`);
    const own = changes.files.filter((file) => file.startsWith(`services/${service}/`));
    expect(own.filter((file) => /sample/i.test(file + changes.read(file)))).toEqual([]);
    assertSyntax(changes);
  });

  it('stores what --noun says', () => {
    const changes = withService('flying', { noun: 'flight' });
    expect(changes.read('services/flying/src/routes.ts')).toContain("operationId: 'createFlight'");
    expect(changes.read('shared/contracts/src/events.ts')).toContain("'flight:created':");
  });

  it('can be followed by many others, each with its own port', () => {
    const names = ['zeppelins', 'air-ships', 'gondolas', 'propellers', 'hangars', 'mooring-masts'];
    const changes = newChanges();
    for (const name of names) withService(name, {}, changes);
    const added = shopOf(changes.read('docker-compose.yml')).services.slice(-names.length);
    expect(added.map(({ name }) => name)).toEqual(names);
    expect(new Set(added.map(({ localPort }) => localPort)).size).toBe(names.length);
    assertSyntax(changes);
  });

  it('cannot have the path of another one', () => {
    const changes = newChanges();
    expect(errorOf(() => planService(changes, 'users', { noun: 'customer' }))).toContain(
      'The name users is taken: /api/users is of auth already',
    );
    expect(changes.files).toEqual([]);
  });

  it.each([
    ['', 'is no name of a service'],
    ['Reviews', 'is no name of a service'],
    ['my_reviews', 'is no name of a service'],
    ['reviews!', 'is no name of a service'],
    ['../reviews', 'is no name of a service'],
    ['-reviews', 'is no name of a service'],
    ['2nd-reviews', 'is no name of a service'],
    ['reviews-', 'is no name of a service'],
    ['a'.repeat(41), 'is longer than 40 characters'],
    ['cart', 'taken: there is services/cart/package.json'],
    ['client', 'taken: docker-compose.yml has it'],
    ['gateway', 'taken: docker-compose.yml has it'],
    ['nats', 'taken: docker-compose.yml has it'],
    ['cart-mongo', 'taken: docker-compose.yml has it'],
    ['contracts', 'taken: there is a package @ecommerce/contracts'],
    ['mongo', 'taken: the variable MONGO_URL has another meaning'],
    ['minio-console', 'taken: the variable MINIO_CONSOLE_PORT has another meaning'],
    ['docs', 'taken: the API reference is at /api/docs'],
    ['users', 'taken: /api/users is of auth already'],
    ['coverage', 'taken: Git ignores folders of this name'],
    ['user', 'cannot use the name user,'],
    ['money', 'cannot use the name money,'],
    ['services', 'cannot use the name service,'],
    ['server', 'cannot use the name server,'],
    ['classes', 'cannot use the name class,'],
    ['lines', 'cannot use the name Line,'],
    ['events', 'cannot use the name event,'],
    ['requests', 'cannot use the name request,'],
    ['dates', 'cannot use the name Date,'],
    ['instances', 'cannot use the name Instance,'],
    ['product-replicas', 'cannot use the name ProductReplica,'],
  ])('rejects the name "%s"', (name, message) => {
    const changes = newChanges();
    expect(errorOf(() => planService(changes, name, {}))).toContain(message);
    expect(changes.files).toEqual([]);
  });
});
