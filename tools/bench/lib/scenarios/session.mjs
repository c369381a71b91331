import { measureCost } from '../load/cost.mjs';
import { countCalls, repeat, summarizeCalls } from '../load/repeat.mjs';
import { signUpMany } from './scenario.mjs';

/** So many that each has a few sessions, as people with a few devices do. */
const PERSONS = 25;

/** @type {import('./scenario.mjs').Scenario} */
export const session = {
  title: 'Sessions: one request at a time',
  unit: 'request',
  isPossible: (shop) => shop.signIn !== undefined && shop.readSession !== undefined,
  stages: ({ seconds }) => [
    {
      name: 'sessions',
      prepare: (shop) => signUpMany(shop, PERSONS),
      async measure(shop, persons) {
        let turn = 0;
        const next = () => persons[turn++ % PERSONS];
        const requests = {
          'POST /api/users/signin': () => shop.signIn?.(next()),
          'GET /api/users/currentuser': () => shop.readSession?.(next()),
        };
        const cases = [];
        for (const [name, request] of Object.entries(requests)) {
          const send = async () => request();
          await repeat(send, seconds / 5);
          const sendRequests = () => repeat(send, seconds);
          const { result, cpuMs, rssMb } = await measureCost(shop, sendRequests, countCalls);
          cases.push({ name, values: summarizeCalls('response', result), cpuMs, rssMb });
        }
        return cases;
      },
    },
  ],
};
