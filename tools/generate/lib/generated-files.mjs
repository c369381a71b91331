import { composeDev } from './targets/compose-dev.mjs';
import { composeTls } from './targets/compose-tls.mjs';
import { ingress } from './targets/ingress.mjs';
import { komposeOverlay } from './targets/kompose-overlay.mjs';
import { disruptionBudgets, secrets } from './targets/kubernetes-patches.mjs';
import { networkPolicies } from './targets/network-policies.mjs';
import { expectedServices, prometheus } from './targets/prometheus.mjs';
import { consumerList, serviceList, servicePaths } from './targets/service-list.mjs';
import { skaffold } from './targets/skaffold.mjs';
import { traefikOverlay } from './targets/traefik-overlay.mjs';
import { traefikRoutes } from './targets/traefik-routes.mjs';
import { buildReferences, openapiReferences, openapiRoutes } from './targets/typescript.mjs';
import { launchJson } from './targets/vscode.mjs';

/** Everything that is derived from docker-compose.yml, except k8s/base. */
export const generatedFiles = [
  traefikRoutes,
  composeDev,
  composeTls,
  prometheus,
  expectedServices,
  komposeOverlay,
  ingress,
  networkPolicies,
  disruptionBudgets,
  secrets,
  traefikOverlay,
  skaffold,
  serviceList,
  consumerList,
  servicePaths,
  buildReferences,
  openapiReferences,
  openapiRoutes,
  launchJson,
];
