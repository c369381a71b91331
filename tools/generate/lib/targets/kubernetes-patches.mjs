import { yamlOf } from '../generated-file.mjs';
import { inline } from '../yaml-nodes.mjs';

const folder = 'k8s/overlays/minikube';

export const disruptionBudgets = yamlOf(
  `${folder}/disruption-budgets.yaml`,
  `A node that is drained waits until the other replica is ready. The databases, NATS and MinIO have one pod each: a budget
for them would only keep a node from being drained.`,
  ({ routed }) =>
    routed.map(({ name }) => ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: inline({ name }),
      spec: { minAvailable: 1, selector: inline({ matchLabels: { 'io.kompose.service': name } }) },
    })),
);

export const secrets = yamlOf(
  `${folder}/patches/secrets.yaml`,
  'Each service gets the secrets that Compose gives it, and no other.',
  ({ routed, secrets }) =>
    routed.flatMap(({ name, environment }) => {
      const env = Object.keys(environment).flatMap((key) => {
        const secret = secrets.get(key);
        return secret ? [inline({ name: key, valueFrom: { secretKeyRef: { name: secret, key } } })] : [];
      });
      return env.length > 0 ? [deployment(name, { containers: [{ name, env }] })] : [];
    }),
);

/** @param {string} name @param {object} podSpec */
const deployment = (name, podSpec) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: inline({ name }),
  spec: { template: { spec: podSpec } },
});
