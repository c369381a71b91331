import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variableOf } from '../../services/services.mjs';
import { parseComposeFile } from './compose-file.mjs';
import { mistakesIn } from './mistakes.mjs';

/**
 * A connection that a service makes, by a URL in its environment.
 * @typedef {object} Connection
 * @property {string} variable
 * @property {string} host a service of docker-compose.yml
 * @property {number} port
 *
 * A container of docker-compose.yml.
 * @typedef {object} Container
 * @property {string} name
 * @property {string} variable the beginning of the variables about it, such as `AUTH` of `AUTH_URL`
 * @property {string} path the prefix that the gateway routes to it, or nothing
 * @property {number} localPort its port in `npm start`, or 0
 * @property {number[]} internet ports
 * @property {number[]} publicPorts
 * @property {Record<string, string>} environment
 * @property {Connection[]} connections its own database first
 * @property {boolean} hasEvents whether it publishes and listens
 * @property {{image: string, dockerfile: string, args: Record<string, string>} | undefined} build
 * @property {string[]} volumes the names of its volumes
 *
 * The content of docker-compose.yml.
 * @typedef {object} Shop
 * @property {Container[]} containers all but the gateway and those of profiles: what Kubernetes runs too
 * @property {Container[]} services those that answer a part of the API
 * @property {Container[]} routed the services and the storefront
 * @property {Container[]} databases of the services
 * @property {Map<string, string>} secrets the Kubernetes secret of each variable that holds one
 */

/** The port of every service and of the storefront, in its container. */
export const SERVICE_PORT = 3000;

/**
 * Reads docker-compose.yml.
 * @param {string} root the repository
 * @throws {import('../../embedded/lib/errors.mjs').UserError} that names each mistake with its line
 */
export function loadShop(root) {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  return shopOf(text, (folder) => existsSync(join(root, folder, 'package.json')));
}

/**
 * @param {string} text of docker-compose.yml
 * @param {(folder: string) => boolean} isPackage whether a folder of the repository is a package
 * @returns {Shop}
 * @throws {import('../../embedded/lib/errors.mjs').UserError} that names each mistake with its line
 */
export function shopOf(text, isPackage = () => true) {
  const { content, fail } = parseComposeFile(text);
  const secrets = new Map(
    Object.entries(content['x-secrets']).flatMap(([secret, keys]) => keys.map((key) => [key, secret])),
  );
  const containers = Object.entries(content.services)
    .filter(([name, { profiles }]) => name !== 'gateway' && profiles.length === 0)
    .map(([name, entry]) => containerOf(name, entry));
  const services = containers.filter(({ path }) => path.startsWith('/api/'));
  const shop = {
    containers,
    services,
    databases: containers.filter(({ name }) => services.some((service) => databaseOf(service) === name)),
    routed: containers.filter(({ path }) => path),
    secrets,
  };
  fail(mistakesIn(content, shop, isPackage));
  return shop;
}

/** @param {Container} service */
const databaseOf = ({ connections }) => connections.find(({ variable }) => variable === 'MONGO_URL')?.host;

/**
 * A value for each, by its name.
 * @template {{name: string}} T @param {T[]} items @param {(item: T) => unknown} toValue
 */
export const byName = (items, toValue) => Object.fromEntries(items.map((item) => [item.name, toValue(item)]));

/** @param {string} name @param {import('./compose-file.mjs').ComposeService} entry @returns {Container} */
function containerOf(name, { 'x-shop': words, image, build, environment, volumes }) {
  const connections = Object.entries(environment).flatMap(([variable, url]) => {
    const [, host = '', port] = /^\w+:\/\/([a-z0-9-]+):(\d+)/.exec(url) ?? [];
    return host ? [{ variable, host, port: Number(port) }] : [];
  });
  const isOwn = ({ variable = '' }) => Number(variable === 'MONGO_URL');
  return {
    name,
    variable: variableOf(name),
    path: words?.path ?? '',
    localPort: words?.local_port ?? 0,
    internet: words?.internet ?? [],
    publicPorts: words?.public_ports ?? [],
    environment,
    connections: connections.toSorted((one, other) => isOwn(other) - isOwn(one)),
    hasEvents: 'NATS_URL' in environment,
    build: build && { image, dockerfile: build.dockerfile, args: build.args },
    volumes: volumes.flatMap((volume) => /^([\w-]+):/.exec(volume)?.[1] ?? []),
  };
}
