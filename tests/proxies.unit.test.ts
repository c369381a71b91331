import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const text = readFileSync(join(import.meta.dirname, '../docker-compose.yml'), 'utf8');
const { services } = parse(text, { merge: true });
const containers = Object.entries<{ environment?: Record<string, string> }>(services);

describe('the containers of docker-compose.yml', () => {
  it.each(containers)(
    '%s sends no request to another container through a proxy',
    (_, { environment = {} }) => {
      const { NO_PROXY = '', no_proxy, http_proxy, ...rest } = environment;
      const hosts = Object.values(rest).flatMap(
        (value) => /^https?:\/\/([a-z-]+):\d+/.exec(value)?.[1] ?? [],
      );
      const excluded = NO_PROXY.split(',');
      const proxied = [...hosts, 'localhost', '127.0.0.1'].filter((host) => !excluded.includes(host));
      expect(excluded.includes('*') ? [] : proxied).toEqual([]);
      expect({ no_proxy, http_proxy }).toEqual({ no_proxy: NO_PROXY, http_proxy: '' });
    },
  );
});
