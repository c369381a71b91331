import { services } from './list.generated.mjs';

/**
 * @typedef {(typeof services)[number]} Service
 * @typedef {Service['name']} ServiceName
 */

/** The beginning of the variables about a service, such as `AUTH` of `AUTH_URL`. @param {string} name */
export const variableOf = (name) => name.toUpperCase().replaceAll('-', '_');

/** The services of the shop, in the order of docker-compose.yml. */
export const serviceNames = services.map(({ name }) => name);

/** Those that publish events and listen to them. */
export const eventServiceNames = services.filter(({ hasEvents }) => hasEvents).map(({ name }) => name);

/**
 * The service that the gateway routes a path of the API to.
 * @param {string} path
 * @returns {ServiceName}
 * @throws {Error} when there is none
 */
export function serviceOfPath(path) {
  const [prefix] = /^\/api\/[a-z0-9-]+/.exec(path) ?? [];
  const found = services.find((service) => service.path === prefix);
  if (!found) throw new Error(`no service answers ${path}`);
  return found.name;
}
