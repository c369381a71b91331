import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../embedded/lib/paths.mjs';
import { fail, ok, warn } from './check-result.mjs';

const DAY_MS = 24 * 3600_000;
const lifecycles = 'https://www.mongodb.com/legal/support-policy/lifecycles';

/** The end of life of each image. Maintained manually, because no single service lists them all. */
const supported = [
  { image: 'node:24', ends: '2028-04-30', source: 'https://github.com/nodejs/release#release-schedule' },
  { image: 'mongo:8.0', ends: '2029-10-31', source: lifecycles },
  {
    image: 'nats-streaming:0.25',
    ends: '2023-06-01',
    source: 'https://github.com/nats-io/nats-streaming-server',
  },
  { image: 'quay.io/minio/minio:', ends: '2025-10-23', source: 'https://github.com/minio/minio' },
];

/** @param {Date} now */
export async function checkImages(now, compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8')) {
  const replace = 'see docs/dependencies.md for its replacement';
  return supported.map(({ image, ends, source }) => {
    if (!compose.includes(image))
      return fail(
        `docker-compose.yml no longer pins ${image}`,
        'add the new image and its end of life to tools/doctor/lib/images.mjs',
      );
    const daysLeft = (Date.parse(ends) - now.getTime()) / DAY_MS;
    if (daysLeft < 0) return warn(`${image} reached its end of life on ${ends} (${source})`, replace);
    if (daysLeft < 180) return warn(`${image} reaches its end of life on ${ends} (${source})`, replace);
    return ok(`${image} is supported until ${ends}`);
  });
}
