import base from '../../jest.config.mjs';

/**
 * What a checkout may cost: `npm run test:cost`. Not part of `npm test`, as it needs the processors for itself.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/cost/*.cost.ts'],
  // Each suite runs a shop with servers of its own, one suite after another.
  globalSetup: undefined,
  globalTeardown: undefined,
  maxWorkers: 1,
  testTimeout: 900_000,
};
