import { Document } from 'yaml';
import { yamlFromTemplate } from '../generated-file.mjs';
import { SERVICE_PORT } from '../shop.mjs';
import { inline } from '../yaml-nodes.mjs';

/** @import { Container } from '../shop.mjs' */

/** A policy for each container: it is reached by those that connect to it, and reaches those that it connects to. */
export const networkPolicies = yamlFromTemplate(
  'k8s/overlays/minikube/network-policies.yaml',
  (documents, { containers }) => {
    documents.push(...containers.map((container) => new Document(policyOf(container, containers))));
  },
);

/** @param {Container} container @param {Container[]} all */
function policyOf(container, all) {
  const egress = egressOf(container);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: inline({ name: container.name }),
    spec: {
      podSelector: inline(pods(container.name).podSelector),
      policyTypes: inline(egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']),
      ingress: ingressOf(container, all),
      ...(egress.length > 0 && { egress }),
    },
  };
}

/** @param {Container} container @param {Container[]} all */
function ingressOf({ name, path, publicPorts }, all) {
  /** @type {Map<number, object[]>} */
  const peers = new Map(path ? [[SERVICE_PORT, [ingressController]]] : []);
  for (const caller of all)
    for (const { host, port } of caller.connections)
      if (host === name) peers.set(port, [...(peers.get(port) ?? []), pods(caller.name)]);
  return [
    ...[...peers].map(([port, from]) => ({ from: from.map(inline), ports: inline([{ port }]) })),
    ...(publicPorts.length > 0
      ? [{ from: [inline(ingressController)], ports: inline(publicPorts.map((port) => ({ port }))) }]
      : []),
  ];
}

/** @param {Container} container */
const egressOf = ({ connections, internet }) => [
  ...connections.map(({ host, port }) => ({ to: inline([pods(host)]), ports: inline([{ port }]) })),
  ...(internet.length > 0
    ? [{ to: inline([publicNetworks]), ports: inline(internet.map((port) => ({ port }))) }]
    : []),
];

/** @param {string} name */
const pods = (name) => ({ podSelector: { matchLabels: { 'io.kompose.service': name } } });

const ingressController = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } },
};

const publicNetworks = {
  ipBlock: {
    cidr: '0.0.0.0/0',
    except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  },
};
