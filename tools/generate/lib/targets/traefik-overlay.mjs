import { visit } from 'yaml';
import { yamlFromTemplate } from '../generated-file.mjs';

/** Stands in the template for the names of everything that the ingress routes to. */
const PLACEHOLDER = 'ROUTED';

/** The patches of the manifests for Traefik's ingress class. */
export const traefikOverlay = yamlFromTemplate(
  'k8s/overlays/traefik/kustomization.yaml',
  ([document], { routed }) => {
    if (document)
      visit(document, {
        Scalar(_key, scalar) {
          if (scalar.value === PLACEHOLDER) scalar.value = `^(${routed.map(({ name }) => name).join('|')})$`;
        },
      });
  },
);
