import { inspect } from 'node:util';
import { NOTICE } from '../generated-file.mjs';
import { debugPortOf } from './vscode.mjs';

/** @import { GeneratedFile } from '../generated-file.mjs' */

/**
 * The services for programs that run before anything is installed, as `npm start` does, and so cannot parse YAML.
 * @type {GeneratedFile}
 */
export const serviceList = {
  file: 'tools/services/list.generated.mjs',
  render({ services, routed }) {
    const entries = services.map((service) => {
      const { name, variable, path, localPort, hasEvents, connections } = service;
      const connectsTo = connections.map(({ host }) => host);
      return { name, variable, path, localPort, debugPort: debugPortOf(service), hasEvents, connectsTo };
    });
    const storefront = routed.find(({ path }) => path === '/');
    return `// ${NOTICE}

export const services = /** @type {const} */ ([
${entries.map((entry) => `  ${literal(entry)},`).join('\n')}
]);

/** The port of the storefront in \`npm start\`. */
export const STOREFRONT_PORT = ${storefront?.localPort};
`;
  },
};

/**
 * The consumers for nats-test, whose image has nothing but its own folder.
 * @type {GeneratedFile}
 */
export const consumerList = {
  file: 'tools/nats-test/src/consumers.generated.ts',
  render({ services }) {
    const names = services.filter(({ hasEvents }) => hasEvents).map(({ name }) => name);
    return `// ${NOTICE}

/** The services with events, which may have dead letters. */
export const consumers: string[] = ${literal(names)};
`;
  },
};

/**
 * The paths of the API, for the storefront, whose image has nothing but its own folder.
 * @type {GeneratedFile}
 */
export const servicePaths = {
  file: 'client/serve/service-paths.generated.mjs',
  render: ({ services }) => `// ${NOTICE}

export const servicePaths = ${literal(services.map(({ path }) => path))};
`,
};

/** A value as code, on one line. @param {unknown} value */
const literal = (value) => inspect(value, { breakLength: Number.POSITIVE_INFINITY });
