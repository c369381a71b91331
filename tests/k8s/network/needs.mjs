// @ts-check
import { readFileSync } from 'node:fs';
import { behind, dns, ingressController, internet, ofKind } from './parties.mjs';

/** @import { Party, Port } from './evaluate.mjs' */
/** @import { Thing } from './render.mjs' */
/** @import { Workload } from './parties.mjs' */
/** @typedef {{ from: Party, to: Party, port: Port, why: string }} Need */

/** @type {Record<string, number>} */
const PORTS = { 'mongodb:': 27017, 'nats:': 4222, 'http:': 80, 'https:': 443 };

/** Who has to reach whom, by what the manifests tell the programs. @param {Thing[]} things @param {Workload[]} ours @returns {Need[]} */
export function needs(things, ours) {
  const controller = ingressController(things);
  const rules = ofKind(things, 'Ingress').flatMap(({ spec }) => spec.rules);
  // What browsers ask for, through the ingress; nobody inside does.
  const outside = new Set(rules.map(({ host }) => host));

  const published = rules.flatMap(({ host, http }) =>
    http.paths.map((/** @type {any} */ { path, backend: { service } }) => ({
      from: controller,
      ...behind(things, ours, service.name, service.port.number),
      why: `https://${host}${path}`,
    })),
  );
  const asked = ours.flatMap((from) =>
    urls(from)
      .filter(({ url }) => !outside.has(url.hostname))
      .map(({ name, url }) => ({
        from,
        ...behind(things, ours, url.hostname, Number(url.port || PORTS[url.protocol])),
        why: name,
      })),
  );
  const names = ours.flatMap((from) =>
    ['UDP', 'TCP'].map((protocol) => ({ from, to: dns, port: { number: 53, protocol }, why: 'names' })),
  );
  const stripe = ours
    .filter(({ containers }) =>
      containers.some(({ env }) => env?.some(({ name }) => name === 'STRIPE_SECRET_KEY')),
    )
    .map((from) => ({
      from,
      to: internet,
      port: { number: 443, protocol: 'TCP' },
      why: 'STRIPE_SECRET_KEY',
    }));
  return [...published, ...asked, ...names, ...stripe];
}

/** The addresses that a program is given, or has as defaults. @param {Workload} workload */
function urls({ name, containers }) {
  const given = new Map(
    containers.flatMap(({ env = [] }) => env.map((each) => [each.name ?? '', each.value ?? ''])),
  );
  if (name === 'client')
    for (const [variable, fallback] of defaults()) if (!given.get(variable)) given.set(variable, fallback);
  return [...given].flatMap(([name, value]) =>
    /^\w+:\/\/./.test(value) ? [{ name, url: new URL(value) }] : [],
  );
}

/** The client is told no address: the names of the services here are its defaults. */
function defaults() {
  const code = readFileSync('client/lib/services.ts', 'utf8');
  const found = [...code.matchAll(/process\.env\.(\w+) \|\| '([^']+)'/g)].map(([, name = '', url = '']) => [
    name,
    url,
  ]);
  if (found.length === 0)
    throw new Error('client/lib/services.ts has no defaults as they are looked for here');
  return /** @type {[string, string][]} */ (found);
}
