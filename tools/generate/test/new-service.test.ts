import { documentsOf, textOf, withReviews } from './compose-text.ts';

const named = (documents: { metadata: { name: string } }[], name: string) =>
  documents.find(({ metadata }) => metadata.name === name);

describe('a service that was added to docker-compose.yml', () => {
  it('has a route at the gateway and at the ingress', () => {
    const [{ http }] = documentsOf('compose/traefik/routes.yml');
    expect(http.routers.reviews.rule).toBe('Path(`/api/reviews`) || PathPrefix(`/api/reviews/`)');
    const [{ url }] = http.services.reviews.loadBalancer.servers;
    expect(url).toBe('{{ env "REVIEWS_URL" | default "http://reviews:3000" }}');
    const [shop] = documentsOf('k8s/overlays/minikube/ingress.yaml');
    expect(shop.spec.rules[0].http.paths).toContainEqual({
      path: '/api/reviews',
      pathType: 'Prefix',
      backend: { service: { name: 'reviews', port: { number: 3000 } } },
    });
  });

  it('reaches what the URLs in its environment name, and is reached by the ingress', () => {
    const policies = documentsOf('k8s/overlays/minikube/network-policies.yaml');
    const pods = (name: string) => ({ podSelector: { matchLabels: { 'io.kompose.service': name } } });
    expect(named(policies, 'reviews')).toMatchObject({
      spec: {
        ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 3000 }] }],
        egress: [
          { to: [pods('reviews-mongo')], ports: [{ port: 27017 }] },
          { to: [pods('nats')], ports: [{ port: 4222 }] },
          { to: [pods('orders')], ports: [{ port: 3000 }] },
        ],
      },
    });
    expect(named(policies, 'reviews-mongo')).toMatchObject({
      spec: { policyTypes: ['Ingress'], ingress: [{ from: [pods('reviews')], ports: [{ port: 27017 }] }] },
    });
    expect(JSON.stringify(named(policies, 'orders'))).toContain('"reviews"');
  });

  it('has a disruption budget and its secret', () => {
    const budgets = documentsOf('k8s/overlays/minikube/disruption-budgets.yaml');
    expect(named(budgets, 'reviews')).toMatchObject({ spec: { minAvailable: 1 } });
    const patch = named(documentsOf('k8s/overlays/minikube/patches/secrets.yaml'), 'reviews');
    expect(JSON.stringify(patch)).toContain('{"name":"jwt-secret","key":"JWT_KEY"}');
  });

  it('is among the services of each other file', () => {
    const text = 'x-shop: { path: /api/reviews, local_port: 3007 }';
    expect(withReviews).toContain(text);
    expect(textOf('docker-compose.dev.yml')).toContain(
      'path: ./services/reviews/src, target: /app/services/reviews/src',
    );
    expect(textOf('.vscode/launch.json')).toContain('"name": "reviews"');
    expect(textOf('docker-compose.tls.yml')).toContain('  reviews: { environment: { <<: *https } }\n');
    expect(textOf('k8s/kompose.yml')).toContain('  reviews-mongo: *mongo\n');
    expect(textOf('k8s/kompose.yml')).toContain('  reviews-db: *volume\n');
    expect(textOf('k8s/overlays/traefik/kustomization.yaml')).toContain('payments|reviews|client)$');
    expect(textOf('skaffold.yaml')).toContain('SERVICE: reviews, FOLDER: services/reviews');
    expect(textOf('compose/observability/prometheus.yml')).toContain('payments, reviews ]');
    expect(textOf('compose/observability/expected-services.yml')).toContain('{ service: reviews }');
  });
});
