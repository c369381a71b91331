import { placeOf } from '../src/http/place.ts';

describe('placeOf', () => {
  it.each([
    ['an IPv4 address', '203.0.113.7', '203.0.113.7'],
    ['an IPv4 address in IPv6 form', '::ffff:203.0.113.7', '203.0.113.7'],
    ['an IPv4 address in hexadecimal IPv6 form', '::FFFF:cb00:7107', '203.0.113.7'],
    ['the network of an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['the network of a short IPv6 address', '2001:0DB8::9', '2001:db8:0:0::/64'],
    ['the network of an IPv6 address with a zone', 'fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['the network of an address that ends in zeros', '2001:db8:1:2:3::', '2001:db8:1:2::/64'],
    ['unknown for a text that is no address', '203.0.113.7.example', 'unknown'],
    ['unknown for a client that has disconnected', undefined, 'unknown'],
  ])('returns %s', (_name, ip, place) => {
    expect(placeOf(ip)).toBe(place);
  });
});
