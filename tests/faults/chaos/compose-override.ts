import { services } from '../../../tools/services/list.generated.mjs';

/** The ports of the containers that docker-compose.yml does not publish, by variables. */
export const databasePort = (variable: string): string => `${variable}_MONGO_PORT`;
export const overridePorts = [
  'NATS_PORT',
  'NATS_MONITOR_PORT',
  ...services.map(({ variable }) => databasePort(variable)),
];

/** A Compose file beside docker-compose.yml: two instances of each service, no storefront, ports for the checker. */
export function composeOverride(ports: Record<string, string>) {
  const publish = (variable: string, target: number) => `127.0.0.1:${ports[variable]}:${target}`;
  return {
    services: {
      client: { scale: 0 },
      nats: { ports: [publish('NATS_PORT', 4222), publish('NATS_MONITOR_PORT', 8222)] },
      ...Object.fromEntries(
        services.flatMap(({ name, variable }) => [
          [name, { scale: 2 }],
          [`${name}-mongo`, { ports: [publish(databasePort(variable), 27017)] }],
        ]),
      ),
    },
  };
}
