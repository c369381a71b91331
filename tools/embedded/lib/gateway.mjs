import { join } from 'node:path';
import { root } from './paths.mjs';
import { httpProbe } from './probe.mjs';
import { targetsOf } from './shop.mjs';

const host = '127.0.0.1';
const { PATH, HOME, TMPDIR } = process.env;

/**
 * Traefik with the routes that Compose uses too.
 * @param {{path: string}} found
 * @param {(name: import('./settings.mjs').PortName) => number} port
 * @param {string} clientUrl where the storefront is
 * @param {string} accessLog
 * @returns {import('./launch.mjs').ProcessSpec}
 */
export function gatewaySpec({ path }, port, clientUrl, accessLog) {
  const address = `${host}:${port('PORT')}`;
  return {
    name: 'gateway',
    command: path,
    args: [
      '--global.checknewversion=false',
      '--global.sendanonymoususage=false',
      `--entrypoints.web.address=${address}`,
      `--providers.file.filename=${join(root, 'compose/traefik/routes.yml')}`,
      `--accesslog.filepath=${accessLog}`,
      '--accesslog.format=json',
      // Every other header is left out, cookies among them.
      '--accesslog.fields.headers.names.X-Request-Id=keep',
      '--log.nocolor=true',
    ],
    // Nothing more of the environment: Traefik takes settings from it.
    env: { PATH, HOME, TMPDIR, ...targetsOf(port), CLIENT_URL: clientUrl },
    stopOrder: 4,
    ready: httpProbe(`http://${address}/api/users/currentuser`),
  };
}
