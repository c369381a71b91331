// @ts-check
import { readFileSync } from 'node:fs';
import { dns, ingressController, internet, ofKind, resolveService } from './endpoints.mjs';

/** @import { Flow, KubeObject, Workload } from './types.mjs' */

/** @type {Record<string, number>} */
const PORTS = { 'mongodb:': 27017, 'nats:': 4222, 'http:': 80, 'https:': 443, 'smtp:': 25 };

/** The connections that the programs make according to their configuration in the manifests. @param {KubeObject[]} objects @param {Workload[]} ours @returns {Flow[]} */
export function expectedFlows(objects, ours) {
  const controller = ingressController(objects);
  const rules = ofKind(objects, 'Ingress').flatMap(({ spec }) => spec.rules);
  // Only browsers connect to these hosts.
  const publicHosts = new Set(rules.map(({ host }) => host));

  const published = rules.flatMap(({ host, http }) =>
    http.paths.map((/** @type {any} */ { path, backend: { service } }) => ({
      from: controller,
      ...resolveService(objects, ours, service.name, service.port.number),
      reason: `https://${host}${path}`,
    })),
  );
  const internal = ours.flatMap((from) =>
    urls(from)
      .filter(({ url }) => !publicHosts.has(url.hostname))
      .map(({ name, url }) => ({
        from,
        ...resolveService(objects, ours, url.hostname, Number(url.port || PORTS[url.protocol])),
        reason: name,
      })),
  );
  const lookups = ours.flatMap((from) =>
    ['UDP', 'TCP'].map((protocol) => ({ from, to: dns, port: { number: 53, protocol }, reason: 'DNS' })),
  );
  return [...published, ...internal, ...lookups, ...outside(ours)];
}

/** The ports on the internet that a workload with one of these secrets reaches. @type {Record<string, number[]>} */
const OUTSIDE_PORTS = { STRIPE_SECRET_KEY: [443], SMTP_URL: [465, 587] };

/** @param {Workload[]} ours */
const outside = (ours) =>
  ours.flatMap((from) => {
    const names = from.containers.flatMap(({ env = [] }) => env.map(({ name }) => name ?? ''));
    return names.flatMap((reason) =>
      (OUTSIDE_PORTS[reason] ?? []).map((number) => ({
        from,
        to: internet,
        port: { number, protocol: 'TCP' },
        reason,
      })),
    );
  });

/** The URLs in a workload's environment variables, and the storefront's defaults. @param {Workload} workload */
function urls({ name, containers }) {
  const variables = new Map(
    containers.flatMap(({ env = [] }) => env.map((each) => [each.name ?? '', each.value ?? ''])),
  );
  if (name === 'client')
    for (const [variable, fallback] of clientDefaults())
      if (!variables.get(variable)) variables.set(variable, fallback);
  return [...variables].flatMap(([name, value]) =>
    /^\w+:\/\/./.test(value) ? [{ name, url: new URL(value) }] : [],
  );
}

/** Reads the storefront's default URLs from its code, because the manifests set none. */
function clientDefaults() {
  const code = readFileSync('client/lib/service-urls.ts', 'utf8');
  const found = [...code.matchAll(/process\.env\.(\w+) \|\| '([^']+)'/g)].map(([, name = '', url = '']) => [
    name,
    url,
  ]);
  if (found.length === 0)
    throw new Error("client/lib/service-urls.ts has no defaults of the form process.env.NAME || 'URL'");
  return /** @type {[string, string][]} */ (found);
}
