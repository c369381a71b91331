// @ts-check

/**
 * The fields of Kubernetes objects that the evaluation reads.
 * @typedef {Record<string, string>} Labels
 * @typedef {{ matchLabels?: Labels, matchExpressions?: { key: string, operator: string, values?: string[] }[] }} Selector
 * @typedef {{ name?: string, value?: string, valueFrom?: object }} Variable
 * @typedef {{ env?: Variable[], ports?: { name?: string, containerPort: number }[] }} Container
 * @typedef {{ cidr: string, except?: string[] }} IpBlock
 * @typedef {{ podSelector?: Selector, namespaceSelector?: Selector, ipBlock?: IpBlock }} Peer
 * @typedef {{ from?: Peer[], to?: Peer[], ports?: { port?: number | string, endPort?: number, protocol?: string }[] }} Rule
 * @typedef {{ podSelector: Selector, policyTypes?: string[], ingress?: Rule[], egress?: Rule[] }} PolicySpec
 * @typedef {{ kind: string, metadata: { name: string, namespace: string, labels?: Labels }, spec: any }} KubeObject
 */

/**
 * One end of a connection. Endpoints outside the cluster have only an IP address.
 * @typedef {{ name: string, ip: string, namespace?: string, labels?: Labels, portNames?: Record<string, number> }} Endpoint
 * @typedef {Endpoint & { containers: Container[], labels: Record<string, string> }} Workload
 * @typedef {{ number: number, protocol: string }} Port
 * @typedef {{ from: Endpoint, to: Endpoint, port: Port, reason: string }} Flow
 */
export {};
