import base from '../../jest.config.mjs';

/**
 * The shop broken on purpose, in servers of its own: `just chaos [SEED] [MINUTES] [--compose]`. Not part of `npm test`.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/faults/chaos/*.faults.ts'],
  globalSetup: undefined,
  globalTeardown: undefined,
  // One after another: what is measured is measured alone.
  maxWorkers: 1,
  // What the keeper tells of each end is in the schedule already.
  silent: true,
};
