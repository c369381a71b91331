import { yamlFromTemplate } from '../generated-file.mjs';
import { byName, SERVICE_PORT } from '../shop.mjs';
import { inline, insert } from '../yaml-nodes.mjs';

/** @import { Container } from '../shop.mjs' */

/** The routes of the gateway, which Traefik reads as a Go template: a variable can move each target. */
export const traefikRoutes = yamlFromTemplate('compose/traefik/routes.yml', ([document], { services }) => {
  insert(document, ['http', 'routers'], byName(services, routerTo));
  insert(document, ['http', 'services'], byName(services, targetOf));
});

/** @param {Container} service */
const routerTo = ({ name, path }) => ({
  rule: `Path(\`${path}\`) || PathPrefix(\`${path}/\`)`,
  middlewares: inline(['connections', 'rate', 'unavailable', 'retry']),
  service: name,
});

/** @param {Container} service */
const targetOf = ({ name, variable }) => ({
  loadBalancer: {
    serversTransport: 'spread',
    servers: inline([{ url: `{{ env "${variable}_URL" | default "http://${name}:${SERVICE_PORT}" }}` }]),
  },
});
