import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../embedded/lib/paths.mjs';
import { fail, ok, warn } from './check-result.mjs';

const heirs = 'docs/dependencies.md names what follows it';

/**
 * Until when upstream mends what we pin. Nothing can be asked for all of them, so a person keeps these.
 * @type {{image: string, ends: string, source: string}[]}
 */
const supported = [
  { image: 'node:24', ends: '2028-04-30', source: 'https://github.com/nodejs/release#release-schedule' },
  {
    image: 'mongo:8.0',
    ends: '2029-10-31',
    source: 'https://www.mongodb.com/legal/support-policy/lifecycles',
  },
  {
    image: 'nats-streaming:0.25',
    ends: '2023-06-01',
    source: 'https://github.com/nats-io/nats-streaming-server',
  },
  { image: 'quay.io/minio/minio:', ends: '2025-10-23', source: 'https://github.com/minio/minio' },
];

/** @param {Date} now */
export async function images(now, compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8')) {
  return supported.map(({ image, ends, source }) => {
    if (!compose.includes(image))
      return fail(
        `${image} is no longer what docker-compose.yml pins`,
        'put its heir and its end into tools/doctor/lib/images.mjs',
      );
    const left = (Date.parse(ends) - now.getTime()) / (24 * 3600_000);
    if (left < 0) return warn(`${image} has had no mends since ${ends} (${source})`, heirs);
    if (left < 180) return warn(`${image} gets no mends after ${ends} (${source})`, heirs);
    return ok(`${image} is mended until ${ends}`);
  });
}
