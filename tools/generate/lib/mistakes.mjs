/**
 * @import { ComposeFile, Mistake } from './compose-file.mjs'
 * @import { Container, Shop } from './shop.mjs'
 */

/**
 * Finds what fits the schema and is wrong all the same: most of it is left over from the entry that was copied.
 * @param {ComposeFile} content @param {Shop} shop @param {(folder: string) => boolean} isPackage
 * @returns {Mistake[]}
 */
export function mistakesIn(content, shop, isPackage) {
  const gateway = content.services.gateway?.depends_on ?? [];
  return [
    ...shop.services.flatMap((service) => mistakesOfService(service, isPackage)),
    ...shop.routed.filter(({ name }) => !gateway.includes(name)).map(({ name }) => missingAtGateway(name)),
    ...shop.routed.flatMap((container) => unlistedSecrets(container, shop)),
    ...shop.containers.flatMap((container) => unknownHosts(container, content)),
    ...shop.containers.filter(isUnrouted).map(({ name }) => missingPath(name)),
    ...repeated(shop.routed, ({ path }) => path, 'x-shop', 'path'),
    ...repeated(shop.routed, ({ localPort }) => localPort, 'x-shop', 'local_port'),
    ...repeated(shop.services, ({ environment }) => environment.MONGO_URL, 'environment', 'MONGO_URL'),
  ];
}

/** @param {Container} service @param {(folder: string) => boolean} isPackage @returns {Mistake[]} */
function mistakesOfService({ name, build, localPort }, isPackage) {
  const at = ['services', name];
  /** @type {Mistake[]} */
  const mistakes = [];
  const expect = (
    /** @type {boolean} */ holds,
    /** @type {string[]} */ path,
    /** @type {string} */ message,
  ) => holds || mistakes.push({ path: [...at, ...path], message });
  expect(/^[a-z][a-z0-9-]*$/.test(name), [], 'a name has lower-case letters, digits and hyphens only');
  expect(isPackage(`services/${name}`), [], `there is no services/${name}/package.json`);
  expect(localPort > 0, ['x-shop'], 'local_port is missing: its port in npm start');
  expect(build?.args.SERVICE === name, ['build', 'args', 'SERVICE'], `is not ${name}`);
  expect(Boolean(build?.image.includes(`/${name}:`)), ['image'], `does not name ${name}`);
  return mistakes;
}

/** The Dockerfile builds a service where no other folder is named. @param {Container} container */
const isUnrouted = ({ path, build }) => Boolean(build?.args.SERVICE && !build.args.FOLDER && !path);

/** @param {string} name @returns {Mistake} */
const missingPath = (name) => ({
  path: ['services', name],
  message: 'x-shop.path is missing: the prefix of its routes, such as /api/orders',
});

/** @param {string} name @returns {Mistake} */
const missingAtGateway = (name) => ({
  path: ['services', 'gateway', 'depends_on'],
  message: `${name} is missing: the gateway starts after it and stops before it`,
});

/** A secret that is not listed would be written into the manifests. @param {Container} container @param {Shop} shop @returns {Mistake[]} */
const unlistedSecrets = ({ name, environment }, { secrets }) =>
  Object.keys(environment)
    .filter((variable) => /KEY|SECRET|PASSWORD|TOKEN/.test(variable) && !secrets.has(variable))
    .map((variable) => ({
      path: ['services', name, 'environment', variable],
      message: 'looks like a secret; x-secrets has to say which one of Kubernetes holds it',
    }));

/** @param {Container} container @param {ComposeFile} content @returns {Mistake[]} */
const unknownHosts = ({ name, connections }, { services }) =>
  connections
    .filter(({ host }) => !(host in services))
    .map(({ variable, host }) => ({
      path: ['services', name, 'environment', variable],
      message: `there is no service ${host}`,
    }));

/**
 * @param {Container[]} containers @param {(container: Container) => string | number | undefined} toValue
 * @param {string[]} path where the value is in the entry
 * @returns {Mistake[]}
 */
const repeated = (containers, toValue, ...path) =>
  containers.flatMap((container, index) => {
    const value = toValue(container);
    const first = containers.slice(0, index).find((other) => value && toValue(other) === value);
    const at = ['services', container.name, ...path];
    return first ? [{ path: at, message: `${value} is of ${first.name} already` }] : [];
  });
