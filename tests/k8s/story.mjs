// @ts-check
// What every part of the shop in Kubernetes has written down about some orders: for reading why one went wrong.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { MongoClient, ObjectId } from 'mongodb';

/** Every collection of a service that speaks of orders, and the field that has the order's id. */
const SOURCES = /** @type {const} */ ([
  { service: 'orders', collection: 'orders', field: '_id' },
  { service: 'payments', collection: 'orderpayments', field: '_id' },
  { service: 'products', collection: 'settlements', field: 'orderId' },
]);
const SERVICES = ['products', 'cart', 'orders', 'payments'];
const SUBJECTS = ['order:cancelled', 'payment:created', 'payment:refunded'];

/**
 * Prints the documents of the orders, all messages that are parked, and how far each channel's readers are.
 * @param {string[]} kubectl the command with its context and namespace @param {string[]} ids
 */
export async function tell(kubectl, ids) {
  for (const service of SERVICES) {
    const sources = SOURCES.filter((one) => one.service === service);
    await inDatabase(kubectl, service, async (database) => {
      for (const { collection, field } of sources) {
        const wanted = field === '_id' ? ids.map((id) => new ObjectId(id)) : ids;
        const found = database
          .collection(collection)
          .find(/** @type {object} */ ({ [field]: { $in: wanted } }));
        print(`${service}: ${collection}`, await found.toArray());
      }
      print(`${service}: parked`, await database.collection('parked').find().toArray());
    }).catch((error) => print(`${service}: not to be read`, [String(error)]));
  }
  for (const subject of SUBJECTS)
    print(`NATS: ${subject}`, [
      askPod(kubectl, 'nats-0:8222', `/streaming/channelsz?channel=${subject}&subs=1`),
    ]);
}

/** @param {string} what @param {unknown[]} things */
function print(what, things) {
  console.log(`      ${what}: ${things.length}`);
  for (const thing of things) console.log(`        ${JSON.stringify(thing)}`);
}

/** @param {string[]} kubectl @param {string} service @param {(database: import('mongodb').Db) => Promise<void>} read */
async function inDatabase([command = '', ...args], service, read) {
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

/**
 * Asks a pod by HTTP, through the API server, as what it answers need not be routed to the outside.
 * @param {string[]} kubectl @param {string} pod with its port @param {string} path @returns {any}
 */
export function askPod([command = '', ...args], pod, path) {
  const raw = `/api/v1/namespaces/ecommerce/pods/${pod}/proxy${path}`;
  return JSON.parse(
    execFileSync(command, [...args, 'get', '--raw', raw], { encoding: 'utf8', maxBuffer: 2 ** 26 }),
  );
}
