import base from '../../jest.config.mjs';

/**
 * Real browsers on a running shop: `npm run test:browser [BASE_URL]`. `npm test` starts no shop, so it leaves these out.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/browser/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: undefined,
  globalTeardown: undefined,
  // Each worker launches a browser, and all of them share one shop.
  maxWorkers: 2,
};
