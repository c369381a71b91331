import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * @import { PortOf } from './settings.mjs'
 * @import { Programs } from './shop.mjs'
 */

/**
 * The programs of `npm run dev`: services from their TypeScript sources, each with a debugger, and Next's development server.
 * They are ready when they listen, because code with an error must not keep the shop from starting.
 * @param {PortOf} port
 * @returns {Programs}
 */
export const devPrograms = (port) => ({
  service: ({ name, variable }) => ({
    args: [
      '--enable-source-maps',
      // Keeps Node from printing the address, which the launcher prints.
      '--inspect-publish-uid=http',
      `--inspect=127.0.0.1:${port(`${variable}_DEBUG_PORT`)}`,
      join(root, 'tools/dev/hot-service.mjs'),
      join(root, 'services', name),
    ],
    env: { NODE_ENV: 'development' },
  }),
  storefront: {
    args: [join(root, 'client/dev-server.mjs')],
    env: { NODE_ENV: 'development' },
  },
});
