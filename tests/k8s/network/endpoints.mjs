// @ts-check
import { matches } from './selectors.mjs';

/** @import { Container, Endpoint, KubeObject, Workload } from './types.mjs' */

/** Namespaces of ingress controllers, by ingress class. @type {Record<string, string>} */
const CONTROLLERS = { nginx: 'ingress-nginx', traefik: 'traefik' };

/** @param {KubeObject[]} objects @param {string[]} kinds */
export const ofKind = (objects, ...kinds) => objects.filter(({ kind }) => kinds.includes(kind));

/** The shop's pods, with invented IP addresses from Minikube's pod range. @param {KubeObject[]} objects @returns {Workload[]} */
export const workloads = (objects) =>
  ofKind(objects, 'Deployment', 'StatefulSet').map(({ metadata, spec }, index) => ({
    name: metadata.name,
    namespace: metadata.namespace,
    ip: `10.244.0.${index + 10}`,
    labels: spec.template.metadata.labels,
    containers: spec.template.spec.containers,
    portNames: Object.fromEntries(
      spec.template.spec.containers.flatMap((/** @type {Container} */ { ports = [] }) =>
        ports.flatMap(({ name, containerPort }) => (name ? [[name, containerPort]] : [])),
      ),
    ),
  }));

/** The ingress controller of the overlay's ingress class. @param {KubeObject[]} objects @returns {Endpoint} */
export function ingressController(objects) {
  const classes = new Set(ofKind(objects, 'Ingress').map(({ spec }) => spec.ingressClassName));
  const [only] = classes;
  const namespace = CONTROLLERS[only];
  if (classes.size !== 1 || !namespace)
    throw new Error(`No ingress controller is known for the class ${[...classes]}. Add it to CONTROLLERS.`);
  return { name: 'the ingress', namespace, ip: '10.244.0.2', labels: {} };
}

/** @type {Endpoint} */
export const dns = {
  name: 'DNS',
  namespace: 'kube-system',
  ip: '10.244.0.3',
  labels: { 'k8s-app': 'kube-dns' },
};

/** An IP address of Stripe. @type {Endpoint} */
export const internet = { name: 'the internet', ip: '54.187.174.169' };

/**
 * Endpoints that no pod of the shop may reach, among them pods of another namespace with the shop's labels.
 * @param {Workload[]} ours @returns {Endpoint[]}
 */
export const foreignEndpoints = (ours) => [
  { name: 'a private network', ip: '192.168.1.10' },
  { name: 'the metadata service', ip: '169.254.169.254' },
  { name: 'the API server', ip: '10.96.0.1' },
  { name: 'a pod of kube-system', namespace: 'kube-system', ip: '10.244.0.4', labels: {} },
  ...ours.map(({ name, labels }) => ({
    name: `a foreign pod labelled ${name}`,
    namespace: 'default',
    ip: '10.244.0.5',
    labels,
  })),
];

/** Resolves a port of a Service to its pod and the pod's port. @param {KubeObject[]} objects @param {Workload[]} ours @param {string} host @param {number} port */
export function resolveService(objects, ours, host, port) {
  const service = ofKind(objects, 'Service').find(({ metadata }) => metadata.name === host);
  if (!service) throw new Error(`There is no Service ${host}`);
  const exposed = service.spec.ports.find((/** @type {{ port: number }} */ each) => each.port === port);
  const to = ours.find(({ labels }) => matches({ matchLabels: service.spec.selector }, labels));
  if (!exposed || !to) throw new Error(`Service ${host} has no pod or no port ${port}`);
  return { to, port: { number: Number(exposed.targetPort ?? port), protocol: 'TCP' } };
}
