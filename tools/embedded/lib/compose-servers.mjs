import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '../../services/list.generated.mjs';
import { UserError } from './errors.mjs';
import { dataDir, root } from './paths.mjs';
import { freePort } from './ports.mjs';
import { track } from './progress.mjs';
import { run } from './run.mjs';
import { usesEmulator, usesMailDev } from './settings.mjs';

/**
 * @import { PortOf } from './settings.mjs'
 * @import { Secrets } from './secrets.mjs'
 * @import { ServerUrls } from './shop.mjs'
 */

const HOST = '127.0.0.1';

/**
 * Starts the databases, NATS Streaming, MinIO, the Stripe emulator and MailDev of docker-compose.yml, with their data and settings.
 * @param {NodeJS.ProcessEnv} env what the user set
 * @param {PortOf} port
 * @param {AbortSignal} signal
 * @param {(() => unknown)[]} cleanups gets what stops the containers
 * @returns {Promise<{urls: ServerUrls, secrets: Secrets}>}
 * @throws {UserError} when Docker Compose does not start them
 */
export async function startComposeServers(env, port, signal, cleanups) {
  const [nats, smtp] = [await freePort(), await freePort()];
  const databases = new Map();
  for (const { name, connectsTo } of services)
    databases.set(name, { container: connectsTo[0], port: await freePort() });

  // docker-compose.yml publishes neither the databases nor NATS Streaming, nor the SMTP server of MailDev.
  const override = join(dataDir, 'compose-servers.json');
  const ofDatabases = [...databases.values()].map((one) => [one.container, publish(one.port, 27017)]);
  const content = {
    services: { ...Object.fromEntries(ofDatabases), nats: publish(nats, 4222), maildev: publish(smtp, 1025) },
  };
  writeFileSync(override, JSON.stringify(content));

  const files = [
    'compose',
    '--project-directory',
    root,
    '-f',
    join(root, 'docker-compose.yml'),
    '-f',
    override,
  ];
  const emulator = usesEmulator(env) ? ['stripe-emulator'] : [];
  const published = Object.keys(content.services).filter((name) => name !== 'maildev' || usesMailDev(env));
  const names = [...published, 'minio', ...emulator];
  cleanups.push(() => run('docker', [...files, 'stop', ...names], { cwd: root }));
  const up = [...files, 'up', '--detach', '--wait', ...names];
  await track('starting the servers (docker compose up)', () => run('docker', up, { cwd: root, signal }));

  return {
    urls: {
      mongo: (service) => `mongodb://${HOST}:${databases.get(service).port}/${service}`,
      nats: `nats://${HOST}:${nats}`,
      minio: `http://${HOST}:${port('MINIO_PORT')}`,
      emulator: `http://${HOST}:${port('STRIPE_EMULATOR_PORT')}`,
      maildev: `smtp://${HOST}:${smtp}`,
    },
    secrets: secretsOf(files),
  };
}

/** @param {number} port @param {number} target */
const publish = (port, target) => ({ ports: [`${HOST}:${port}:${target}`] });

/** The secrets that the containers have, so that sessions and images are valid in both. @param {string[]} files */
function secretsOf(files) {
  try {
    const json = execFileSync('docker', [...files, 'config', '--format', 'json'], { encoding: 'utf8' });
    const config = JSON.parse(json);
    const { MINIO_ROOT_USER, MINIO_ROOT_PASSWORD } = config.services.minio.environment;
    const { JWT_PRIVATE_KEY, JWT_PUBLIC_KEYS } = config.services.auth.environment;
    return {
      JWT_PRIVATE_KEY,
      JWT_PUBLIC_KEYS,
      MINIO_ACCESS_KEY: MINIO_ROOT_USER,
      MINIO_SECRET_KEY: MINIO_ROOT_PASSWORD,
    };
  } catch (error) {
    throw new UserError(`docker compose config fails: ${/** @type {Error} */ (error).message}`);
  }
}
