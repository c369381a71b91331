import { ApiError } from '@ecommerce/service-kit/http';
import { assertPublicImage, isPrivateHost } from '../src/image-host.ts';

describe('isPrivateHost', () => {
  it.each([
    'http://localhost/a.png',
    'http://LOCALHOST:9000/a.png',
    'http://localhost./a.png',
    'http://shop.localhost/a.png',
    'http://router/a.png',
    'http://nas.local/a.png',
    'http://nas.local./a.png',
    'http://metadata.google.internal/a.png',
    'http://printer.home.arpa/a.png',
    'http://0.0.0.0/a.png',
    'http://10.0.0.1/a.png',
    'http://100.64.0.1/a.png',
    'http://127.0.0.1/a.png',
    'http://127.1/a.png',
    'http://2130706433/a.png',
    'http://0x7f000001/a.png',
    'http://0x7f.1/a.png',
    'http://0177.0.0.1/a.png',
    'http://127.0.0.1./a.png',
    'http://①②⑦.0.0.1/a.png',
    'http://169.254.169.254/latest/meta-data',
    'http://172.16.0.1/a.png',
    'http://172.31.255.255/a.png',
    'http://192.168.1.1/a.png',
    'http://224.0.0.1/a.png',
    'http://255.255.255.255/a.png',
    'http://[::]/a.png',
    'http://[::1]/a.png',
    'http://[::127.0.0.1]/a.png',
    'http://[::ffff:127.0.0.1]/a.png',
    'http://[::ffff:a00:1]/a.png',
    'http://[64:ff9b::10.0.0.1]/a.png',
    'http://[2002:7f00:1::]/a.png',
    'http://[fc00::1]/a.png',
    'http://[fdff::1]/a.png',
    'http://[fe80::1]/a.png',
    'http://[ff02::1]/a.png',
  ])('is true for %s', (url) => {
    expect(isPrivateHost(url)).toBe(true);
  });

  it.each([
    'https://example.com/a.png',
    'https://example.com./a.png',
    'https://localhost.example.com/a.png',
    'https://local.example/a.png',
    'https://10.0.0.1.example.com/a.png',
    'https://пример.рф/a.png',
    'http://9.255.255.255/a.png',
    'http://11.0.0.1/a.png',
    'http://126.255.255.255/a.png',
    'http://128.0.0.1/a.png',
    'http://172.15.255.255/a.png',
    'http://172.32.0.1/a.png',
    'http://192.167.1.1/a.png',
    'http://[::ffff:93.184.215.14]/a.png',
    'http://[2606:4700::1111]/a.png',
  ])('is false for %s', (url) => {
    expect(isPrivateHost(url)).toBe(false);
  });
});

describe('assertPublicImage', () => {
  const store = 'http://localhost:9000';
  it.each([null, undefined, 'https://example.com/a.png', `${store}/product-images/a.png`])(
    'accepts %s',
    (url) => {
      expect(() => assertPublicImage(url, store)).not.toThrow();
    },
  );

  it.each(['http://localhost:9001/a.png', 'http://localhost/a.png'])('rejects %s', (url) => {
    expect(() => assertPublicImage(url, store)).toThrow(ApiError);
  });
});
