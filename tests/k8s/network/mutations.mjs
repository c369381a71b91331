// @ts-check
import { ingressController } from './endpoints.mjs';

/** @import { KubeObject } from './types.mjs' */

/** @param {string} service */
const pods = (service) => ({ podSelector: { matchLabels: { 'io.kompose.service': service } } });
/** @param {string} name */
const namespace = (name) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });

/**
 * Returns copies of the rendered objects, each with one mistake, and the violation that the evaluation must find.
 * @param {KubeObject[]} objects
 */
export function mutations(objects) {
  /** @param {string} name @param {string} violation @param {(policy: (name: string) => any) => void} change */
  const mutation = (name, violation, change) => {
    const copy = structuredClone(objects);
    change((wanted) => {
      const found = copy.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === wanted);
      if (!found) throw new Error(`There is no policy ${wanted} to mutate`);
      return found.spec;
    });
    return { name, copy, violation };
  };

  return [
    mutation('an extra rule', 'orders can reach payments-mongo:27017, but must not', (policy) => {
      policy('orders').egress.push({ to: [pods('payments-mongo')], ports: [{ port: 27017 }] });
      policy('payments-mongo').ingress[0].from.push(pods('orders'));
    }),
    mutation('a missing rule', 'orders cannot reach cart:3000, but must (CART_URL)', (policy) => {
      policy('cart').ingress[0].from = [pods('client')];
    }),
    mutation('a missing list of ports', 'orders can reach nats:8222, but must not', (policy) => {
      delete policy('nats').ingress[0].ports;
      for (const rule of policy('orders').egress) delete rule.ports;
    }),
    mutation('no default-deny policy', 'nats can reach the internet:443, but must not', (policy) => {
      policy('nobody-by-default').policyTypes = ['Ingress'];
      policy('names').podSelector = { matchLabels: { 'io.kompose.service': 'auth' } };
    }),
    mutation(
      'an open namespace',
      'a foreign pod labelled client can reach auth:3000, but must not',
      (policy) => {
        policy('auth').ingress[0].from.push({ namespaceSelector: {}, ...pods('client') });
      },
    ),
    mutation(
      'the wrong namespace',
      'the ingress cannot reach payments:3000, but must (https://ecommerce.local/api/payments)',
      (policy) => {
        policy('payments').ingress[0].from = [namespace(`not-${ingressController(objects).namespace}`)];
      },
    ),
    mutation(
      'access to private networks',
      'payments can reach the metadata service:443, but must not',
      (policy) => {
        for (const { to } of policy('payments').egress) if (to[0].ipBlock) to[0].ipBlock.except = [];
      },
    ),
  ];
}
