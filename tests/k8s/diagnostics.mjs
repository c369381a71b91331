// @ts-check
import { ObjectId } from 'mongodb';
import { eventServiceNames } from '../../tools/services/services.mjs';
import { fetchFromPod, withDatabase } from './kubectl.mjs';

/** Collections with documents of orders, and the field that contains the order id. @type {Record<string, [collection: string, field: string][]>} */
const COLLECTIONS = {
  products: [['settlements', 'orderId']],
  orders: [['orders', '_id']],
  payments: [['orderpayments', '_id']],
};
const SUBJECTS = ['order:cancelled', 'payment:created', 'payment:refunded'];

/**
 * Prints the documents of the orders, all dead letters, and the positions of the subscriptions in each channel.
 * @param {string[]} kubectl the command with its context and namespace @param {string[]} ids
 */
export async function printDiagnostics(kubectl, ids) {
  for (const service of eventServiceNames)
    await withDatabase(kubectl, service, async (database) => {
      for (const [collection, field] of COLLECTIONS[service] ?? []) {
        const wanted = field === '_id' ? ids.map((id) => new ObjectId(id)) : ids;
        const filter = /** @type {object} */ ({ [field]: { $in: wanted } });
        print(`${service}: ${collection}`, await database.collection(collection).find(filter).toArray());
      }
      print(`${service}: dead letters`, await database.collection('parked').find().toArray());
    }).catch((error) => print(`${service}: cannot be read`, [String(error)]));
  for (const subject of SUBJECTS) {
    const path = `/streaming/channelsz?channel=${subject}&subs=1`;
    print(`NATS: ${subject}`, [fetchFromPod(kubectl, 'nats-0:8222', path)]);
  }
}

/** @param {string} title @param {unknown[]} items */
function print(title, items) {
  console.log(`      ${title}: ${items.length}`);
  for (const item of items) console.log(`        ${JSON.stringify(item)}`);
}
