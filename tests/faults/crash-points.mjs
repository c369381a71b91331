// @ts-check
// Crashes a process at a named crash point: before or after a database write, a publish, an ack or a request to Stripe.
// `node --import` loads this file before a service, so services contain no code for it.
//   CRASH_AT="write products.findOneAndUpdate before"   crashes when this point is first reached
//   CRASH_TALLY=folder                                   crashes at random until each crash point has enough crashes;
//                                                        the folder counts them across processes
import diagnostics from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { joinCrashTally } from './crash-tally.mjs';

const require = createRequire(import.meta.url);
const { CRASH_AT = '', CRASH_TALLY = '' } = process.env;
// Only services crash. The Stripe emulator gets the same variables.
const service = /services\/([a-z0-9-]+)\/dist\/server\.js$/.exec(process.argv[1] ?? '')?.[1];
const isDue = CRASH_TALLY && service ? joinCrashTally(CRASH_TALLY, service) : () => false;

/** @param {string} point */
function reach(point) {
  // SIGKILL, because like a power failure it runs no more code of this process.
  if (point === CRASH_AT || isDue(point)) process.kill(process.pid, 'SIGKILL');
}

const { Collection } = require('mongoose').mongo;
for (const method of ['insertOne', 'updateOne', 'updateMany', 'findOneAndUpdate', 'bulkWrite', 'deleteOne']) {
  const write = Collection.prototype[method];
  Collection.prototype[method] = async function (/** @type {unknown[]} */ ...args) {
    const point = `write ${this.collectionName}.${method}`;
    reach(`${point} before`);
    const result = await write.apply(this, args);
    reach(`${point} after`);
    return result;
  };
}

/** @type {any} */
const stan = require('node-nats-streaming');
const { connect } = stan;
/** Removes a test's prefix from a channel name. @param {string} subject */
const nameOf = (subject) => subject.slice((process.env.CHANNEL_PREFIX ?? '').length);
stan.connect = (/** @type {unknown[]} */ ...args) => {
  const connection = connect(...args);
  const { publish, subscribe } = connection;
  connection.publish = (/** @type {[string, unknown, Function]} */ ...[subject, data, done]) => {
    reach(`publish ${nameOf(subject)} before`);
    return publish.call(connection, subject, data, (/** @type {unknown[]} */ ...answer) => {
      reach(`publish ${nameOf(subject)} after`);
      done(...answer);
    });
  };
  connection.subscribe = (/** @type {string} */ subject, /** @type {unknown[]} */ ...rest) => {
    const subscription = subscribe.call(connection, subject, ...rest);
    // Runs before all other listeners, so that they get the message with the patched ack.
    subscription.prependListener('message', (/** @type {any} */ message) => {
      const ack = message.ack.bind(message);
      message.ack = () => {
        reach(`ack ${nameOf(subject)} before`);
        ack();
        reach(`ack ${nameOf(subject)} after`);
      };
    });
    return subscription;
  };
  return connection;
};

const stripePort = process.env.STRIPE_EMULATOR_URL && new URL(process.env.STRIPE_EMULATOR_URL).port;
for (const [event, moment] of [
  ['http.client.request.start', 'before'],
  ['http.client.response.finish', 'after'],
])
  diagnostics.subscribe(String(event), (/** @type {any} */ { request }) => {
    if (!stripePort || !String(request.getHeader('host')).endsWith(`:${stripePort}`)) return;
    const resource = request.path.split('/')[2]?.split('?')[0];
    if (request.method === 'POST') reach(`stripe ${resource} ${moment}`);
  });
