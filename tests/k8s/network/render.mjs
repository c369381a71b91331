// @ts-check
import { execFileSync } from 'node:child_process';

/** @import { KubeObject } from './types.mjs' */

/**
 * The objects of an overlay, as `kubectl apply` would get them. Asks no cluster.
 * @param {string} overlay
 * @returns {KubeObject[]}
 */
export function render(overlay) {
  const yaml = execFileSync('kubectl', ['kustomize', `k8s/overlays/${overlay}`], { encoding: 'utf8' });
  // kubectl's only way from YAML to JSON that needs no cluster; it adds a label.
  const json = execFileSync(
    'kubectl',
    ['label', '--local', '--filename', '-', '--output', 'json', 'read-by=test'],
    { encoding: 'utf8', input: yaml, maxBuffer: 2 ** 26 },
  );
  // One document after the other, each beginning and ending with a brace in the first column.
  return JSON.parse(`[${json.trim().replaceAll(/^}\n{/gm, '},{')}]`);
}
