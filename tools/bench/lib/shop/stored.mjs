import { setTimeout as sleep } from 'node:timers/promises';
import { BSON, MongoClient } from 'mongodb';

const { EJSON, ObjectId } = BSON;
const BATCH = 500;
const SETTLE_MS = 3000;
/** Limits the wait, because some documents, such as leases, change all the time. */
const MAX_SETTLE_CHECKS = 5;
const serverDatabases = new Set(['admin', 'config', 'local']);

/**
 * @typedef {import('mongodb').Document} Document
 * @typedef {{collection: import('mongodb').Collection, document: Document}} Stored
 */

/**
 * Runs an action once through the shop's API and then inserts copies of the documents that it stored, with new ids. That
 * creates thousands of orders or products within seconds, in any format that the shop uses.
 * @param {import('./adapter.mjs').Shop} shop with few documents yet
 * @param {() => Promise<unknown>} action such as one checkout
 * @param {number} count of copies
 * @param {(document: Document, index: number) => Document} [vary] changes a copy
 */
export async function multiply(shop, action, count, vary = (document) => document) {
  const client = await MongoClient.connect(shop.databaseUrl());
  try {
    const before = new Set((await settledDocuments(client)).map(keyOf));
    await action();
    const created = (await settledDocuments(client)).filter((one) => !before.has(keyOf(one)));
    for (let done = 0; done < count; done += BATCH)
      await insertCopies(created, done, Math.min(BATCH, count - done), vary);
  } finally {
    await client.close();
  }
}

/**
 * @param {Stored[]} created @param {number} first index of the first copy @param {number} count
 * @param {(document: Document, index: number) => Document} vary
 */
async function insertCopies(created, first, count, vary) {
  const ids = [...new Set(created.map(({ document }) => String(document._id)))];
  const replacements = Array.from(
    { length: count },
    () => new Map(ids.map((id) => [id, new ObjectId().toHexString()])),
  );
  for (const { collection, document } of created) {
    const copies = replacements.map((newIds, index) => vary(withIds(document, newIds), first + index));
    await collection.insertMany(copies, { writeConcern: { w: 'majority', j: true } });
  }
}

/** Copies a document and replaces all ids in it. @param {Document} document @param {Map<string, string>} newIds */
export function withIds(document, newIds) {
  let text = EJSON.stringify(document, { relaxed: false });
  for (const [id, newId] of newIds) text = text.replaceAll(id, newId);
  return EJSON.parse(text);
}

const keyOf = (/** @type {Stored} */ { collection, document }) => `${collection.namespace} ${document._id}`;

/** Reads all documents once they have stopped changing. @param {MongoClient} client */
async function settledDocuments(client) {
  let documents = await allDocuments(client);
  for (let check = 0, text = ''; check < MAX_SETTLE_CHECKS && text !== textOf(documents); check++) {
    text = textOf(documents);
    await sleep(SETTLE_MS);
    documents = await allDocuments(client);
  }
  return documents;
}

const textOf = (/** @type {Stored[]} */ stored) => EJSON.stringify(stored.map(({ document }) => document));

/** @param {MongoClient} client @returns {Promise<Stored[]>} */
async function allDocuments(client) {
  const stored = [];
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  for (const { name } of databases.filter((one) => !serverDatabases.has(one.name)))
    for (const collection of await client.db(name).collections())
      for (const document of await collection.find().toArray()) stored.push({ collection, document });
  return stored;
}
