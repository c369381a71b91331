import { NOTICE } from '../generated-file.mjs';

/**
 * @import { GeneratedFile } from '../generated-file.mjs'
 * @import { Container } from '../shop.mjs'
 */

/** Ends in the same digit as the port of the service, and leaves Node's default of 9229 to other programs. */
const DEBUG_PORT_OFFSET = 6230;

/** The port of a service's debugger in `npm run dev`. @param {Container} service */
export const debugPortOf = ({ localPort }) => localPort + DEBUG_PORT_OFFSET;

/**
 * The debug configurations of VS Code, one for each service and one for all of them.
 * @type {GeneratedFile}
 */
export const launchJson = {
  file: '.vscode/launch.json',
  render({ services }) {
    const configurations = services.map((service) => ({
      name: service.name,
      type: 'node',
      request: 'attach',
      address: '127.0.0.1',
      port: debugPortOf(service),
      restart: true,
      outFiles: [`\${workspaceFolder}/services/${service.name}/dist/dev-bundle.cjs`],
      skipFiles: ['<node_internals>/**', '**/node_modules/**'],
    }));
    const all = { name: 'all services', configurations: services.map(({ name }) => name), stopAll: true };
    const content = { version: '0.2.0', configurations, compounds: [all] };
    return `// ${NOTICE}\n// Attaches to the services of \`npm run dev\`.\n${JSON.stringify(content, null, 2)}\n`;
  },
};
