import { yamlFromTemplate } from '../generated-file.mjs';
import { byName } from '../shop.mjs';
import { alias, inline, insert } from '../yaml-nodes.mjs';

/** The changes with which Compose runs the services from their sources. */
export const composeDev = yamlFromTemplate('docker-compose.dev.yml', ([document], { services }) =>
  insert(
    document,
    ['services'],
    byName(services, ({ name }) => {
      const source = { action: 'sync', path: `./services/${name}/src`, target: `/app/services/${name}/src` };
      return {
        '<<': alias('writable'),
        image: `\${IMAGE_PREFIX:-ecommerce}/${name}:dev`,
        build: inline({ target: 'dev' }),
        develop: inline({ watch: [source, alias('contracts'), alias('service-kit'), alias('packages')] }),
      };
    }),
  ),
);
