import base from '../../jest.config.mjs';

/**
 * Faults in clusters of their own: `just chaos [SEED] [MINUTES] [--compose]`. Not part of `npm test`.
 * @type {import('jest').Config}
 */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/faults/chaos/*.faults.ts'],
  globalSetup: undefined,
  globalTeardown: undefined,
  // One suite after another, so that measurements do not disturb each other.
  maxWorkers: 1,
  // The supervisor reports each exit on the console, and the fault schedule is logged already.
  silent: true,
};
