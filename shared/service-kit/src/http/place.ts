import { isIPv4, isIPv6 } from 'node:net';

/**
 * Returns the place that a request comes from: an IPv4 address, or the /64 network of an IPv6 address, since a household or
 * a hosted machine has at least that many.
 * @param ip `req.ip`; undefined after the client has disconnected
 */
export function placeOf(ip: string | undefined): string {
  const [address = ''] = (ip ?? '').split('%');
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return 'unknown';
  const groups = groupsOf(address);
  return isMappedIPv4(groups)
    ? groups.slice(6).flatMap(bytesOf).join('.')
    : `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups without leading zeros; the URL parser writes an embedded IPv4 address as two groups. */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

const isMappedIPv4 = (groups: string[]): boolean => groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';

const bytesOf = (group: string): number[] => {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 255];
};
