import { setTimeout as sleep } from 'node:timers/promises';
import { BSON, MongoClient } from 'mongodb';

const { EJSON, ObjectId } = BSON;
const BATCH = 500;
const QUIET_MS = 3000;
/** A document that changes all the time, such as a lease, must not hold the bench up. */
const MAX_QUIET_CHECKS = 5;
const serverDatabases = new Set(['admin', 'config', 'local']);

/**
 * @typedef {import('mongodb').Document} Document
 * @typedef {{collection: import('mongodb').Collection, document: Document}} Stored
 */

/**
 * Does something once through the shop's API and then multiplies the documents that it has stored, with ids of their own.
 * So thousands of orders or products are there within seconds, in whatever shape the shop stores them.
 * @param {import('./adapter.mjs').Shop} shop with few documents yet
 * @param {() => Promise<unknown>} action such as one whole checkout
 * @param {number} count of copies
 * @param {(document: Document, index: number) => Document} [vary] changes a copy
 */
export async function multiply(shop, action, count, vary = (document) => document) {
  const client = await MongoClient.connect(shop.databaseUrl());
  try {
    const before = new Set((await quietDocuments(client)).map(keyOf));
    await action();
    const made = (await quietDocuments(client)).filter((one) => !before.has(keyOf(one)));
    for (let done = 0; done < count; done += BATCH)
      await insertCopies(made, done, Math.min(BATCH, count - done), vary);
  } finally {
    await client.close();
  }
}

/**
 * @param {Stored[]} made @param {number} first index of the first copy @param {number} count
 * @param {(document: Document, index: number) => Document} vary
 */
async function insertCopies(made, first, count, vary) {
  const ids = [...new Set(made.map(({ document }) => String(document._id)))];
  const replacements = Array.from(
    { length: count },
    () => new Map(ids.map((id) => [id, new ObjectId().toHexString()])),
  );
  for (const { collection, document } of made) {
    const copies = replacements.map((newIds, index) => vary(withIds(document, newIds), first + index));
    await collection.insertMany(copies, { writeConcern: { w: 'majority', j: true } });
  }
}

/** A copy of a document with other ids wherever they stand. @param {Document} document @param {Map<string, string>} newIds */
export function withIds(document, newIds) {
  let text = EJSON.stringify(document, { relaxed: false });
  for (const [id, newId] of newIds) text = text.replaceAll(id, newId);
  return EJSON.parse(text);
}

const keyOf = (/** @type {Stored} */ { collection, document }) => `${collection.namespace} ${document._id}`;

/** Reads all documents, once nothing has changed for a while. @param {MongoClient} client */
async function quietDocuments(client) {
  let documents = await allDocuments(client);
  for (let check = 0, text = ''; check < MAX_QUIET_CHECKS && text !== textOf(documents); check++) {
    text = textOf(documents);
    await sleep(QUIET_MS);
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
