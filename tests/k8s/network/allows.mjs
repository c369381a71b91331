// @ts-check
import { matches, matchesPeers } from './selectors.mjs';

/** @import { Endpoint, KubeObject, PolicySpec, Port, Rule } from './types.mjs' */

/**
 * Whether the policies let `from` connect to `to`: both the egress of `from` and the ingress of `to` must allow it.
 * @param {KubeObject[]} policies @param {Endpoint} from @param {Endpoint} to @param {Port} port
 */
export function allows(policies, from, to, port) {
  return passes(policies, 'Egress', from, to, to, port) && passes(policies, 'Ingress', to, from, to, port);
}

/**
 * Whether a direction is allowed: no policy selects the pod, or a rule of a selecting policy matches.
 * @param {KubeObject[]} policies @param {'Ingress' | 'Egress'} direction @param {Endpoint} pod @param {Endpoint} other @param {Endpoint} target @param {Port} port
 */
function passes(policies, direction, pod, other, target, port) {
  const selecting = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.namespace &&
      matches(spec.podSelector, pod.labels) &&
      types(spec).includes(direction),
  );
  if (selecting.length === 0) return true;
  return selecting.some(({ metadata, spec }) =>
    /** @type {Rule[]} */ ((direction === 'Ingress' ? spec.ingress : spec.egress) ?? []).some(
      (rule) =>
        covers(rule, port, target) &&
        matchesPeers(direction === 'Ingress' ? rule.from : rule.to, other, metadata.namespace),
    ),
  );
}

/** @param {PolicySpec} spec */
const types = (spec) => spec.policyTypes ?? (spec.egress ? ['Ingress', 'Egress'] : ['Ingress']);

/** Whether a rule covers a port. A rule without ports covers all. @param {Rule} rule @param {Port} port @param {Endpoint} target */
function covers(rule, port, target) {
  if (!rule.ports?.length) return true;
  return rule.ports.some(({ port: given, endPort, protocol = 'TCP' }) => {
    const first = typeof given === 'string' ? target.portNames?.[given] : given;
    if (protocol !== port.protocol) return false;
    if (given === undefined) return true;
    return first !== undefined && port.number >= first && port.number <= (endPort ?? first);
  });
}
