// @ts-check
import { ingressController } from './parties.mjs';

/** @import { Thing } from './render.mjs' */

/** @param {string} service */
const pods = (service) => ({ podSelector: { matchLabels: { 'io.kompose.service': service } } });
/** @param {string} name */
const namespace = (name) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });

/**
 * Copies of what was rendered, each with one mistake that somebody could make, and what has to be said of it.
 * @param {Thing[]} things
 */
export function faulty(things) {
  /** @param {string} name @param {string} sentence @param {(policy: (name: string) => any) => void} change */
  const fault = (name, sentence, change) => {
    const copy = structuredClone(things);
    change((wanted) => {
      const found = copy.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === wanted);
      if (!found) throw new Error(`There is no policy ${wanted} to be changed`);
      return found.spec;
    });
    return { name, copy, sentence };
  };

  return [
    fault('a rule too many', 'orders may reach payments-mongo:27017, and needs not', (policy) => {
      policy('orders').egress.push({ to: [pods('payments-mongo')], ports: [{ port: 27017 }] });
      policy('payments-mongo').ingress[0].from.push(pods('orders'));
    }),
    fault('a rule too few', "orders can't reach cart:3000, and needs to (CART_URL)", (policy) => {
      policy('cart').ingress[0].from = [pods('client')];
    }),
    fault('a forgotten list of ports', 'orders may reach nats:8222, and needs not', (policy) => {
      delete policy('nats').ingress[0].ports;
      for (const rule of policy('orders').egress) delete rule.ports;
    }),
    fault('no refusal by default', 'nats may reach the internet:443, and needs not', (policy) => {
      policy('nobody-by-default').policyTypes = ['Ingress'];
      policy('names').podSelector = { matchLabels: { 'io.kompose.service': 'auth' } };
    }),
    fault(
      'an open namespace',
      'a pod elsewhere labelled client may reach auth:3000, and needs not',
      (policy) => {
        policy('auth').ingress[0].from.push({ namespaceSelector: {}, ...pods('client') });
      },
    ),
    fault(
      'the wrong namespace',
      "the ingress can't reach payments:3000, and needs to (https://ecommerce.local/api/payments)",
      (policy) => {
        policy('payments').ingress[0].from = [namespace(`not-${ingressController(things).namespace}`)];
      },
    ),
    fault(
      'a way to private networks',
      "payments may reach the machine's metadata:443, and needs not",
      (policy) => {
        for (const { to } of policy('payments').egress) if (to[0].ipBlock) to[0].ipBlock.except = [];
      },
    ),
  ];
}
