// @ts-check
import { allows } from './evaluate.mjs';
import { needs } from './needs.mjs';
import { dns, ingressController, internet, ofKind, strangers, workloads } from './parties.mjs';

/** @import { Party, Port } from './evaluate.mjs' */
/** @import { Thing } from './render.mjs' */

/** Every need, and everything else between every two: what is right, and a sentence for each that is wrong. @param {Thing[]} things */
export function judge(things) {
  const policies = ofKind(things, 'NetworkPolicy');
  const ours = workloads(things);
  const others = [ingressController(things), dns, internet, ...strangers(ours)];
  const needed = needs(things, ours);
  /** @type {string[]} */
  const passed = [];
  /** @type {string[]} */
  const faults = [];

  for (const { from, to, port, why } of needed) {
    if (allows(policies, from, to, port)) passed.push(`${from.name} reaches ${at(to, port)} (${why})`);
    else faults.push(`${from.name} can't reach ${at(to, port)}, and needs to (${why})`);
  }
  const wanted = new Set(needed.map(({ from, to, port }) => key(from, to, port)));
  // A pair without one of ours is not for our policies.
  const pairs = [...ours, ...others].map((from) => ({
    from,
    targets: ours.includes(/** @type {any} */ (from)) ? [...ours, ...others] : ours,
  }));
  for (const { from, targets } of pairs) {
    const rest = targets
      .flatMap((to) => ports(things).map((port) => ({ to, port })))
      .filter(({ to, port }) => !wanted.has(key(from, to, port)));
    const open = rest.filter(({ to, port }) => allows(policies, from, to, port));
    if (open.length === 0) passed.push(`${from.name} reaches nothing else: ${rest.length} ways are closed`);
    for (const { to, port } of open) faults.push(`${from.name} may reach ${at(to, port)}, and needs not`);
  }
  return { passed, faults };
}

/** Each port that anybody here listens on, a few of the world, and one that nobody knows. @param {Thing[]} things @returns {Port[]} */
function ports(things) {
  const said = JSON.stringify(things).matchAll(/"(?:containerPort|port|targetPort|number)":(\d+)/g);
  const numbers = new Set([...[...said].map(([, number]) => Number(number)), 22, 53, 80, 443, 6443, 9999]);
  return [...numbers].flatMap((number) => ['TCP', 'UDP'].map((protocol) => ({ number, protocol })));
}

/** @param {Party} from @param {Party} to @param {Port} port */
const key = (from, to, { number, protocol }) => `${from.name} ${to.name} ${number} ${protocol}`;

/** @param {Party} to @param {Port} port */
const at = (to, { number, protocol }) => `${to.name}:${number}${protocol === 'TCP' ? '' : ' over UDP'}`;
