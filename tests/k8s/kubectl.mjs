// @ts-check
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';

/**
 * Fetches JSON from a pod through the API server, because the path is not public.
 * @param {string[]} kubectl the command with its context and namespace
 * @param {string} pod with its port @param {string} path @returns {any}
 */
export function fetchFromPod([command = '', ...args], pod, path) {
  const raw = `/api/v1/namespaces/ecommerce/pods/${pod}/proxy${path}`;
  return JSON.parse(
    execFileSync(command, [...args, 'get', '--raw', raw], { encoding: 'utf8', maxBuffer: 2 ** 26 }),
  );
}

/**
 * Forwards a port to a service's database while `read` runs.
 * @param {string[]} kubectl @param {string} service @param {(database: import('mongodb').Db) => Promise<void>} read
 */
export async function withDatabase([command = '', ...args], service, read) {
  const pod = `pod/${service}-mongo-0`;
  const forward = spawn(command, [...args, 'port-forward', pod, ':27017'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(createInterface(forward.stdout), 'line', {
      signal: AbortSignal.timeout(20_000),
    });
    const port = /:(\d+) ->/.exec(line)?.[1];
    const client = new MongoClient(`mongodb://127.0.0.1:${port}/${service}?directConnection=true`);
    await read(client.db()).finally(() => client.close());
  } finally {
    forward.kill();
  }
}
