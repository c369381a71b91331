// @ts-check
import { execFileSync } from 'node:child_process';

/**
 * What is read here of the objects of Kubernetes, each of which has some of it.
 * @typedef {Record<string, string>} Labels
 * @typedef {{ matchLabels?: Labels, matchExpressions?: { key: string, operator: string, values?: string[] }[] }} Selector
 * @typedef {{ name?: string, value?: string, valueFrom?: object }} Variable
 * @typedef {{ env?: Variable[], ports?: { name?: string, containerPort: number }[] }} Container
 * @typedef {{ cidr: string, except?: string[] }} Block
 * @typedef {{ podSelector?: Selector, namespaceSelector?: Selector, ipBlock?: Block }} Peer
 * @typedef {{ from?: Peer[], to?: Peer[], ports?: { port?: number | string, endPort?: number, protocol?: string }[] }} Rule
 * @typedef {{ podSelector: Selector, policyTypes?: string[], ingress?: Rule[], egress?: Rule[] }} PolicySpec
 * @typedef {{ kind: string, metadata: { name: string, namespace: string, labels?: Labels }, spec: any }} Thing
 */

/**
 * The objects of an overlay, as `kubectl apply` would get them. Asks no cluster.
 * @param {string} overlay
 * @returns {Thing[]}
 */
export function render(overlay) {
  const yaml = execFileSync('kubectl', ['kustomize', `k8s/overlays/${overlay}`], { encoding: 'utf8' });
  // kubectl's one way from YAML to JSON that needs no cluster; it adds a label.
  const json = execFileSync(
    'kubectl',
    ['label', '--local', '--filename', '-', '--output', 'json', 'read-by=test'],
    { encoding: 'utf8', input: yaml, maxBuffer: 2 ** 26 },
  );
  // One document after the other, each beginning and ending with a brace in the first column.
  return JSON.parse(`[${json.trim().replaceAll(/^}\n{/gm, '},{')}]`);
}
