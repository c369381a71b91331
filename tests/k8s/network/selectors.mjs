// @ts-check
import { BlockList, isIPv4 } from 'node:net';

/** @import { Endpoint, IpBlock, Labels, Peer, Selector } from './types.mjs' */

/** Whether an endpoint matches a rule's peers. A rule without peers matches all. @param {Peer[] | undefined} peers @param {Endpoint} endpoint @param {string} namespace */
export function matchesPeers(peers, endpoint, namespace) {
  if (!peers?.length) return true;
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock) return isInBlock(ipBlock, endpoint.ip);
    if (endpoint.namespace === undefined) return false;
    const inNamespace = namespaceSelector
      ? matches(namespaceSelector, { 'kubernetes.io/metadata.name': endpoint.namespace })
      : endpoint.namespace === namespace;
    return inNamespace && (!podSelector || matches(podSelector, endpoint.labels));
  });
}

/** @param {IpBlock} block @param {string} ip */
const isInBlock = ({ cidr, except = [] }, ip) =>
  isInNetwork(cidr, ip) && !except.some((excluded) => isInNetwork(excluded, ip));

/** @param {string} cidr @param {string} ip */
function isInNetwork(cidr, ip) {
  const [network = '', bits] = cidr.split('/');
  if (isIPv4(network) !== isIPv4(ip)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), isIPv4(network) ? 'ipv4' : 'ipv6');
  return list.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6');
}

/** Whether labels match a selector. An empty selector matches all. @param {Selector} selector @param {Labels} [labels] */
export function matches({ matchLabels = {}, matchExpressions = [] }, labels = {}) {
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
