// @ts-check
// Lets a process die at a named place; loaded before a service by `node --import`, so that what is shipped knows nothing
// of it. A place is where something is handed to another part: a write, a publish, an ack, a call of Stripe.
//   CRASH_AT="write products.findOneAndUpdate before #3"   dies at the third time that it comes there
//   CRASH_LOG=file                                         says at the end how often it came to each place
//   CRASH_TALLY=folder                                     dies at one place after the other, until it did so often enough
//                                                          at each of them; the folder keeps count over many processes
import diagnostics from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { joinCrashTally } from './crash-tally.mjs';

const require = createRequire(import.meta.url);
const { CRASH_AT = '', CRASH_LOG = '', CRASH_TALLY = '' } = process.env;
const [wanted = '', times = '1'] = CRASH_AT.split(' #');
/** @type {Record<string, number>} */
const seen = {};
// What is no service does not die: the emulator gets the same variables.
const service = /services\/([a-z]+)\/dist\/server\.js$/.exec(process.argv[1] ?? '')?.[1];
const isDue = CRASH_TALLY && service ? joinCrashTally(CRASH_TALLY, service) : () => false;

/** @param {string} place */
function at(place) {
  seen[place] = (seen[place] ?? 0) + 1;
  // As a power cut would: nothing of this process runs after it.
  if (isDue(place) || (place === wanted && seen[place] === Number(times)))
    process.kill(process.pid, 'SIGKILL');
}

if (CRASH_LOG) process.on('exit', () => writeFileSync(CRASH_LOG, JSON.stringify(seen)));

const { Collection } = require('mongoose').mongo;
for (const method of ['insertOne', 'updateOne', 'updateMany', 'findOneAndUpdate', 'bulkWrite', 'deleteOne']) {
  const write = Collection.prototype[method];
  Collection.prototype[method] = async function (/** @type {unknown[]} */ ...args) {
    const place = `write ${this.collectionName}.${method}`;
    at(`${place} before`);
    const result = await write.apply(this, args);
    at(`${place} after`);
    return result;
  };
}

/** @type {any} */
const stan = require('node-nats-streaming');
const { connect } = stan;
/** @param {string} subject the channel's name without the prefix of a test */
const nameOf = (subject) => subject.slice((process.env.CHANNEL_PREFIX ?? '').length);
stan.connect = (/** @type {unknown[]} */ ...args) => {
  const connection = connect(...args);
  const publish = connection.publish.bind(connection);
  connection.publish = (
    /** @type {string} */ subject,
    /** @type {unknown} */ data,
    /** @type {Function} */ done,
  ) => {
    at(`publish ${nameOf(subject)} before`);
    return publish(subject, data, (/** @type {unknown[]} */ ...answer) => {
      at(`publish ${nameOf(subject)} after`);
      done(...answer);
    });
  };
  const subscribe = connection.subscribe.bind(connection);
  connection.subscribe = (/** @type {string} */ subject, /** @type {unknown[]} */ ...rest) => {
    const subscription = subscribe(subject, ...rest);
    // First of all listeners, so that every one of them sees the message with its marked ack.
    subscription.prependListener('message', (/** @type {any} */ message) => {
      const ack = message.ack.bind(message);
      message.ack = () => {
        at(`ack ${nameOf(subject)} before`);
        ack();
        at(`ack ${nameOf(subject)} after`);
      };
    });
    return subscription;
  };
  return connection;
};

const stripe = process.env.STRIPE_EMULATOR_URL && new URL(process.env.STRIPE_EMULATOR_URL).port;
/** @param {any} message */
function stripePlace({ request }) {
  if (!stripe || !String(request.getHeader('host')).endsWith(`:${stripe}`)) return;
  const what = request.path.split('/')[2]?.split('?')[0];
  return request.method === 'POST' ? `stripe ${what}` : undefined;
}
diagnostics.subscribe('http.client.request.start', (message) => {
  const place = stripePlace(message);
  if (place) at(`${place} before`);
});
diagnostics.subscribe('http.client.response.finish', (message) => {
  const place = stripePlace(message);
  if (place) at(`${place} after`);
});
