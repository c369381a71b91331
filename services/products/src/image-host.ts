import { BlockList, isIP } from 'node:net';
import { ApiError } from '@ecommerce/service-kit/http';
import { toImagePath } from '@ecommerce/service-kit/read-models';

/**
 * Networks that are not on the public internet (https://www.iana.org/assignments/iana-ipv4-special-registry and
 * iana-ipv6-special-registry), and those that embed an IPv4 address. `BlockList` reads an IPv4-mapped address as IPv4.
 */
const privateNetworks = new BlockList();
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateNetworks.addSubnet(address, prefix, 'ipv4');
for (const [address, prefix] of [
  ['::', 96],
  ['64:ff9b::', 32],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const)
  privateNetworks.addSubnet(address, prefix, 'ipv6');

/** Names of a private network (RFC 6761, 6762, 8375; `.internal` is reserved by ICANN), and all without a dot. */
const PRIVATE_NAME = /^[^.]*$|\.(localhost|local|internal|home\.arpa)$/;

/**
 * Whether a URL names a host of a private network, in any notation of an IP address.
 * @param url a valid URL
 */
export function isPrivateHost(url: string): boolean {
  // The parser converts decimal, octal and hexadecimal IPv4 addresses. A trailing dot names the same host.
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const version = isIP(host);
  return version === 0
    ? PRIVATE_NAME.test(host)
    : privateNetworks.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Rejects the URL of an image in a private network: everybody who opens the product would send a request into their own.
 * The shop's image store may be in one, as in development.
 * @param imagesUrl base URL of the shop's images
 * @throws ApiError 400 `invalid_value`
 */
export function assertPublicImage(imageUrl: string | null | undefined, imagesUrl: string): void {
  if (!imageUrl || toImagePath(imageUrl, imagesUrl) !== imageUrl || !isPrivateHost(imageUrl)) return;
  throw new ApiError('invalid_value', { message: 'Must not be on a private network.', field: 'imageUrl' });
}
