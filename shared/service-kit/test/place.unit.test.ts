import { placeOf } from '../src/http/place.ts';

describe('placeOf', () => {
  it.each([
    ['an IPv4 address', '203.0.113.7', '203.0.113.7'],
    ['an IPv4 address mapped to IPv6', '::ffff:203.0.113.7', '203.0.113.7'],
    ['a mapped address in hex', '::FFFF:cb00:7107', '203.0.113.7'],
    ['a mapped address without abbreviation', '0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['an abbreviated IPv6 address', '2001:db8::1', '2001:db8:0:0::/64'],
    ['leading zeros and capitals', '2001:0DB8:0001:0002::FFFF', '2001:db8:1:2::/64'],
    ['an address with a zone', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['the loopback address', '::1', '0:0:0:0::/64'],
    ['a prefix that ends in zeros', '2001:db8:1::', '2001:db8:1:0::/64'],
    ['no address', undefined, 'unknown'],
  ])('of %s is its network', (_name, ip, place) => {
    expect(placeOf(ip)).toBe(place);
  });

  it('is the same for all addresses of one /64, and differs from the next', () => {
    const of = (group: string, host: number) => placeOf(`2001:db8:1:${group}::${host.toString(16)}`);
    expect(new Set([1, 2, 65_535].map((host) => of('2', host))).size).toBe(1);
    expect(of('2', 1)).not.toBe(of('3', 1));
  });
});
