import { gatewayConfig } from '../../embedded/lib/server-specs.mjs';
import { composeText, documentsOf, textOf } from './compose-text.ts';

/** Every way to run the gateway, with the setting of its read timeout at each entry point. */
const READ_TIMEOUT = /transport[\W_]+respondingtimeouts[\W_]+readtimeout\W+(\w+)/gi;
const timeoutsIn = (text: string) => [...text.matchAll(READ_TIMEOUT)].map(([, value]) => value);

describe('the gateway', () => {
  it.each<[string, string]>([
    ['npm start', gatewayConfig('127.0.0.1:1', '')],
    ['docker-compose.yml', composeText],
    ['docker-compose.tls.yml', textOf('docker-compose.tls.yml')],
  ])('gives slow uploads the same time in %s', (_name, text) => {
    expect(timeoutsIn(text)).toEqual(['10m']);
  });

  it('answers in the format of the API for each service, and repeats its last attempt', () => {
    const [{ http }] = documentsOf('compose/traefik/routes.yml');
    const { client, ...services } = http.routers;
    expect(Object.keys(services)).toContain('zeppelins');
    for (const { middlewares } of Object.values<{ middlewares: string[] }>(services))
      expect(middlewares).toEqual(['connections', 'rate', 'unavailable', 'retry']);
    // An error of the storefront itself cannot be answered by the storefront.
    expect(client.middlewares).toEqual(['connections', 'rate', 'retry']);
  });

  it('has a storefront that knows the path of each service', () => {
    expect(textOf('client/serve/service-paths.generated.mjs')).toContain("'/api/zeppelins'");
  });
});
