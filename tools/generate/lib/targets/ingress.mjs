import { yamlFromTemplate } from '../generated-file.mjs';
import { SERVICE_PORT } from '../shop.mjs';
import { inline, insert } from '../yaml-nodes.mjs';

/** The routes of the gateway as an Ingress. */
export const ingress = yamlFromTemplate('k8s/overlays/minikube/ingress.yaml', ([document], { services }) =>
  insert(
    document,
    ['spec', 'rules', 0, 'http', 'paths'],
    services.map(({ name, path }) =>
      inline({
        path,
        pathType: 'Prefix',
        backend: { service: { name, port: { number: SERVICE_PORT } } },
      }),
    ),
  ),
);
