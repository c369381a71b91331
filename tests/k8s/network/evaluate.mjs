// @ts-check
import { isAmong, selects } from './peers.mjs';

/** @import { Labels, PolicySpec, Rule, Thing } from './render.mjs' */
/**
 * Somebody who talks or is talked to. Those outside of the cluster have an address only.
 * @typedef {{ name: string, address: string, namespace?: string, labels?: Labels, portNames?: Record<string, number> }} Party
 * @typedef {{ number: number, protocol: string }} Port
 */

/**
 * Whether the policies let `from` open a connection to `to`: its own have to let it out, those of `to` have to let it in.
 * @param {Thing[]} policies @param {Party} from @param {Party} to @param {Port} port
 */
export function allows(policies, from, to, port) {
  return passes(policies, 'Egress', from, to, to, port) && passes(policies, 'Ingress', to, from, to, port);
}

/**
 * Nothing is refused to a pod that no policy selects; one that is selected needs a rule.
 * @param {Thing[]} policies @param {'Ingress' | 'Egress'} way @param {Party} pod @param {Party} other @param {Party} target @param {Port} port
 */
function passes(policies, way, pod, other, target, port) {
  const own = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.namespace &&
      selects(spec.podSelector, pod.labels) &&
      types(spec).includes(way),
  );
  if (own.length === 0) return true;
  return own.some(({ metadata, spec }) =>
    /** @type {Rule[]} */ ((way === 'Ingress' ? spec.ingress : spec.egress) ?? []).some(
      (rule) =>
        covers(rule, port, target) &&
        isAmong(way === 'Ingress' ? rule.from : rule.to, other, metadata.namespace),
    ),
  );
}

/** @param {PolicySpec} spec */
const types = (spec) => spec.policyTypes ?? (spec.egress ? ['Ingress', 'Egress'] : ['Ingress']);

/** A rule without ports means all of them. @param {Rule} rule @param {Port} port @param {Party} target */
function covers(rule, port, target) {
  if (!rule.ports?.length) return true;
  return rule.ports.some(({ port: said, endPort, protocol = 'TCP' }) => {
    const first = typeof said === 'string' ? target.portNames?.[said] : said;
    if (protocol !== port.protocol) return false;
    if (said === undefined) return true;
    return first !== undefined && port.number >= first && port.number <= (endPort ?? first);
  });
}
