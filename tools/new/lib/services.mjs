import { UserError } from '../../embedded/lib/errors.mjs';
import { shopOf } from '../../generate/lib/shop.mjs';

/** @import { Changes } from './changes.mjs' */

/** @param {Changes} changes @param {string} name @throws {UserError} unless it is a service that is connected to the broker */
export function assertHasEvents(changes, name) {
  const { services } = shopOf(changes.read('docker-compose.yml'));
  const service = services.find((one) => one.name === name);
  const withEvents = services.filter(({ hasEvents }) => hasEvents).map((one) => one.name);
  if (!service) throw new UserError(`There is no service ${name}. Name one of ${withEvents.join(', ')}.`);
  if (!service.hasEvents)
    throw new UserError(
      `${name} has no events: docker-compose.yml gives it no NATS_URL. Name one of ${withEvents.join(', ')}.`,
    );
}
