// @ts-check
import { selects } from './peers.mjs';

/** @import { Party } from './evaluate.mjs' */
/** @import { Container, Thing } from './render.mjs' */
/** @typedef {Party & { containers: Container[], labels: Record<string, string> }} Workload */

/** Where the controller of an ingress class runs. @type {Record<string, string>} */
const CONTROLLERS = { nginx: 'ingress-nginx', traefik: 'traefik' };

/** @param {Thing[]} things @param {string[]} kinds */
export const ofKind = (things, ...kinds) => things.filter(({ kind }) => kinds.includes(kind));

/** Our own pods. Their addresses are made up, within what Minikube gives to pods. @param {Thing[]} things @returns {Workload[]} */
export const workloads = (things) =>
  ofKind(things, 'Deployment', 'StatefulSet').map(({ metadata, spec }, index) => ({
    name: metadata.name,
    namespace: metadata.namespace,
    address: `10.244.0.${index + 10}`,
    labels: spec.template.metadata.labels,
    containers: spec.template.spec.containers,
    portNames: Object.fromEntries(
      spec.template.spec.containers.flatMap((/** @type {Container} */ { ports = [] }) =>
        ports.flatMap(({ name, containerPort }) => (name ? [[name, containerPort]] : [])),
      ),
    ),
  }));

/** The pods of the ingress controller, by the class that the overlay asks for. @param {Thing[]} things @returns {Party} */
export function ingressController(things) {
  const classes = new Set(ofKind(things, 'Ingress').map(({ spec }) => spec.ingressClassName));
  const [only] = classes;
  const namespace = CONTROLLERS[only];
  if (classes.size !== 1 || !namespace) throw new Error(`Whose ingress is of the class ${[...classes]}?`);
  return { name: 'the ingress', namespace, address: '10.244.0.2', labels: {} };
}

/** @type {Party} */
export const dns = {
  name: 'DNS',
  namespace: 'kube-system',
  address: '10.244.0.3',
  labels: { 'k8s-app': 'kube-dns' },
};

/** Somewhere that Stripe may be. @type {Party} */
export const internet = { name: 'the internet', address: '54.187.174.169' };

/** Whom nobody here has to do with. Pods elsewhere that call themselves as ours do are the ones to be careful of.
 * @param {Workload[]} ours @returns {Party[]} */
export const strangers = (ours) => [
  { name: 'a private network', address: '192.168.1.10' },
  { name: "the machine's metadata", address: '169.254.169.254' },
  { name: 'the API server', address: '10.96.0.1' },
  { name: 'a pod of kube-system', namespace: 'kube-system', address: '10.244.0.4', labels: {} },
  ...ours.map(({ name, labels }) => ({
    name: `a pod elsewhere labelled ${name}`,
    namespace: 'default',
    address: '10.244.0.5',
    labels,
  })),
];

/** The pod and its port behind a port of a Service. @param {Thing[]} things @param {Workload[]} ours @param {string} host @param {number} port */
export function behind(things, ours, host, port) {
  const service = ofKind(things, 'Service').find(({ metadata }) => metadata.name === host);
  if (!service) throw new Error(`There is no Service ${host}`);
  const exposed = service.spec.ports.find((/** @type {{ port: number }} */ each) => each.port === port);
  const to = ours.find(({ labels }) => selects({ matchLabels: service.spec.selector }, labels));
  if (!exposed || !to) throw new Error(`Service ${host} has no pod or no port ${port}`);
  return { to, port: { number: Number(exposed.targetPort ?? port), protocol: 'TCP' } };
}
