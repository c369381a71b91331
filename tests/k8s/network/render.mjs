// @ts-check
import { execFileSync } from 'node:child_process';

/** @import { KubeObject } from './types.mjs' */

/**
 * Renders the objects of an overlay as `kubectl apply` gets them. Needs no cluster.
 * @param {string} overlay
 * @returns {KubeObject[]}
 */
export function render(overlay) {
  const yaml = execFileSync('kubectl', ['kustomize', `k8s/overlays/${overlay}`], { encoding: 'utf8' });
  // The only kubectl command that converts YAML to JSON without a cluster; it adds a label.
  const json = execFileSync(
    'kubectl',
    ['label', '--local', '--filename', '-', '--output', 'json', 'read-by=test'],
    { encoding: 'utf8', input: yaml, maxBuffer: 2 ** 26 },
  );
  // kubectl prints concatenated documents, each of which starts and ends with a brace in the first column.
  return JSON.parse(`[${json.trim().replaceAll(/^}\n{/gm, '},{')}]`);
}
