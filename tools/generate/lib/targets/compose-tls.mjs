import { yamlFromTemplate } from '../generated-file.mjs';
import { httpsVariables } from '../https.mjs';
import { byName } from '../shop.mjs';
import { alias, inline, insert } from '../yaml-nodes.mjs';

/** The changes for HTTPS. `x-https` of the template has those of every service. */
export const composeTls = yamlFromTemplate('docker-compose.tls.yml', ([document], { services }) =>
  insert(
    document,
    ['services'],
    byName(services, (service) => {
      const { COOKIE_SECURE, ...others } = httpsVariables(service);
      return inline({ environment: { '<<': alias('https'), ...others } });
    }),
  ),
);
