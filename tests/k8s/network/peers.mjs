// @ts-check
import { BlockList, isIPv4 } from 'node:net';

/** @import { Party } from './evaluate.mjs' */
/** @import { Block, Labels, Peer, Selector } from './render.mjs' */

/** A rule without peers means everybody. @param {Peer[] | undefined} peers @param {Party} party @param {string} namespace */
export function isAmong(peers, party, namespace) {
  if (!peers?.length) return true;
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock) return isIn(ipBlock, party.address);
    if (party.namespace === undefined) return false;
    const near = namespaceSelector
      ? selects(namespaceSelector, { 'kubernetes.io/metadata.name': party.namespace })
      : party.namespace === namespace;
    return near && (!podSelector || selects(podSelector, party.labels));
  });
}

/** @param {Block} block @param {string} address */
const isIn = ({ cidr, except = [] }, address) =>
  inNetwork(cidr, address) && !except.some((hole) => inNetwork(hole, address));

/** @param {string} cidr @param {string} address */
function inNetwork(cidr, address) {
  const [network = '', bits] = cidr.split('/');
  if (isIPv4(network) !== isIPv4(address)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), isIPv4(network) ? 'ipv4' : 'ipv6');
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** An empty selector means all. @param {Selector} selector @param {Labels} [labels] */
export function selects({ matchLabels = {}, matchExpressions = [] }, labels = {}) {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const listed = value !== undefined && values.includes(value);
      return operator === 'In' ? listed : !listed;
    })
  );
}
