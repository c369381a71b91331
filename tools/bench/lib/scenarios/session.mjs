import { measureCost } from '../load/cost.mjs';
import { countCalls, repeat, summarizeCalls } from '../load/repeat.mjs';
import { signUpMany } from './scenario.mjs';

/** @type {import('./scenario.mjs').Scenario} */
export const session = {
  title: 'Sessions: one request at a time',
  unit: 'request',
  isPossible: (shop) => shop.signIn !== undefined && shop.readSession !== undefined,
  stages: ({ seconds }) => [
    {
      name: 'sessions',
      prepare: async (shop) => (await signUpMany(shop, 1))[0],
      async measure(shop, person) {
        const requests = {
          'POST /api/users/signin': () => shop.signIn?.(person),
          'GET /api/users/currentuser': () => shop.readSession?.(person),
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
