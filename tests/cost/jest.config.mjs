import { common, run } from '../../jest.config.mjs';

/**
 * Cost budgets: `npm run test:cost`. Not part of `npm test`, because measuring needs an otherwise idle machine.
 * @type {import('jest').Config}
 */
export default {
  ...common,
  ...run,
  testMatch: ['<rootDir>/tests/cost/*.cost.ts'],
  // Each suite runs a shop with its own servers, one suite after another.
  maxWorkers: 1,
  testTimeout: 900_000,
};
