// @ts-check
import { allows } from './allows.mjs';
import { dns, foreignEndpoints, ingressController, internet, ofKind, workloads } from './endpoints.mjs';
import { expectedFlows } from './expected-flows.mjs';

/** @import { Endpoint, KubeObject, Port } from './types.mjs' */

/** Checks that the policies allow every expected flow and no other between any two endpoints. @param {KubeObject[]} objects */
export function evaluate(objects) {
  const policies = ofKind(objects, 'NetworkPolicy');
  const ours = workloads(objects);
  const others = [ingressController(objects), dns, internet, ...foreignEndpoints(ours)];
  const expected = expectedFlows(objects, ours);
  /** @type {string[]} */
  const passed = [];
  /** @type {string[]} */
  const violations = [];

  for (const { from, to, port, reason } of expected) {
    if (allows(policies, from, to, port)) passed.push(`${from.name} reaches ${at(to, port)} (${reason})`);
    else violations.push(`${from.name} cannot reach ${at(to, port)}, but must (${reason})`);
  }
  const wanted = new Set(expected.map(({ from, to, port }) => key(from, to, port)));
  // The policies do not apply between two foreign endpoints.
  const pairs = [...ours, ...others].map((from) => ({
    from,
    targets: ours.includes(/** @type {any} */ (from)) ? [...ours, ...others] : ours,
  }));
  for (const { from, targets } of pairs) {
    const rest = targets
      .flatMap((to) => ports(objects).map((port) => ({ to, port })))
      .filter(({ to, port }) => !wanted.has(key(from, to, port)));
    const open = rest.filter(({ to, port }) => allows(policies, from, to, port));
    if (open.length === 0) passed.push(`${from.name} reaches nothing else: ${rest.length} flows are denied`);
    for (const { to, port } of open) violations.push(`${from.name} can reach ${at(to, port)}, but must not`);
  }
  return { passed, violations };
}

/** All ports in the objects, some well-known ports and an unused one. @param {KubeObject[]} objects @returns {Port[]} */
function ports(objects) {
  const found = JSON.stringify(objects).matchAll(/"(?:containerPort|port|targetPort|number)":(\d+)/g);
  const numbers = new Set([...[...found].map(([, number]) => Number(number)), 22, 53, 80, 443, 6443, 9999]);
  return [...numbers].flatMap((number) => ['TCP', 'UDP'].map((protocol) => ({ number, protocol })));
}

/** @param {Endpoint} from @param {Endpoint} to @param {Port} port */
const key = (from, to, { number, protocol }) => `${from.name} ${to.name} ${number} ${protocol}`;

/** @param {Endpoint} to @param {Port} port */
const at = (to, { number, protocol }) => `${to.name}:${number}${protocol === 'TCP' ? '' : ' over UDP'}`;
