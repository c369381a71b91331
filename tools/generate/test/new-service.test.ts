import { parseSync } from '@swc/core';
import { addService } from '../lib/add-service.mjs';
import { composeText, documentsOf, textOf, withZeppelins } from './compose-text.ts';

const named = (documents: { metadata: { name: string } }[], name: string) =>
  documents.find(({ metadata }) => metadata.name === name);

describe('a service that was added to docker-compose.yml', () => {
  it('has a route at the gateway and at the ingress', () => {
    const [{ http }] = documentsOf('compose/traefik/routes.yml');
    expect(http.routers.zeppelins.rule).toBe('Path(`/api/zeppelins`) || PathPrefix(`/api/zeppelins/`)');
    const [{ url }] = http.services.zeppelins.loadBalancer.servers;
    expect(url).toBe('{{ env "ZEPPELINS_URL" | default "http://zeppelins:3000" }}');
    const [shop] = documentsOf('k8s/overlays/minikube/ingress.yaml');
    expect(shop.spec.rules[0].http.paths).toContainEqual({
      path: '/api/zeppelins',
      pathType: 'Prefix',
      backend: { service: { name: 'zeppelins', port: { number: 3000 } } },
    });
  });

  it.each(['delete', 'import', 'routes', 'gift-cards'])(
    'has routes in the API document if it is %s',
    (name) => {
      const routes = textOf('tools/openapi/src/routes.generated.ts', addService(composeText, { name }));
      expect(routes).toContain(`from '@ecommerce/${name}/routes'`);
      expect(() => parseSync(routes, { syntax: 'typescript' })).not.toThrow();
      expect(routes).not.toContain('routes as routes }');
    },
  );

  it('reaches what the URLs in its environment name, and is reached by the ingress', () => {
    const policies = documentsOf('k8s/overlays/minikube/network-policies.yaml');
    const pods = (name: string) => ({ podSelector: { matchLabels: { 'io.kompose.service': name } } });
    expect(named(policies, 'zeppelins')).toMatchObject({
      spec: {
        ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 3000 }] }],
        egress: [
          { to: [pods('zeppelins-mongo')], ports: [{ port: 27017 }] },
          { to: [pods('nats')], ports: [{ port: 4222 }] },
          { to: [pods('orders')], ports: [{ port: 3000 }] },
          { to: [pods('auth')], ports: [{ port: 3000 }] },
        ],
      },
    });
    expect(named(policies, 'zeppelins-mongo')).toMatchObject({
      spec: { policyTypes: ['Ingress'], ingress: [{ from: [pods('zeppelins')], ports: [{ port: 27017 }] }] },
    });
    expect(JSON.stringify(named(policies, 'orders'))).toContain('"zeppelins"');
  });

  it('has a disruption budget and its secret', () => {
    const budgets = documentsOf('k8s/overlays/minikube/disruption-budgets.yaml');
    expect(named(budgets, 'zeppelins')).toMatchObject({ spec: { minAvailable: 1 } });
    const patch = named(documentsOf('k8s/overlays/minikube/patches/secrets.yaml'), 'zeppelins');
    expect(JSON.stringify(patch)).toContain('{"name":"jwt-secret","key":"JWT_PUBLIC_KEYS"}');
  });

  it('is among the services of each other file', () => {
    expect(withZeppelins).toMatch(/x-shop: \{ path: \/api\/zeppelins, local_port: \d+ \}/);
    expect(textOf('docker-compose.dev.yml')).toContain(
      'path: ./services/zeppelins/src, target: /app/services/zeppelins/src',
    );
    expect(textOf('.vscode/launch.json')).toContain('"name": "zeppelins"');
    expect(textOf('docker-compose.tls.yml')).toContain('  zeppelins: { environment: { <<: *https } }\n');
    expect(textOf('k8s/kompose.yml')).toContain('  zeppelins-mongo: *mongo\n');
    expect(textOf('k8s/kompose.yml')).toContain('  zeppelins-db: *volume\n');
    expect(textOf('k8s/overlays/traefik/kustomization.yaml')).toContain('|zeppelins|client)$');
    expect(textOf('skaffold.yaml')).toContain('SERVICE: zeppelins, FOLDER: services/zeppelins');
    expect(textOf('compose/observability/prometheus.yml')).toContain(', zeppelins ]');
    expect(textOf('compose/observability/expected-services.yml')).toContain('{ service: zeppelins }');
  });
});
