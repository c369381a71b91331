import base from '../../jest.config.mjs';

/**
 * Real browsers on a shop that runs: `npm run test:browser [BASE_URL]`. Not part of `npm test`, which starts no shop.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/browser/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: undefined,
  globalTeardown: undefined,
  // Each has a browser of its own, and the shop has to keep up.
  maxWorkers: 2,
};
