import { common, run } from '../../jest.config.mjs';

/**
 * Fault tests with their own clusters: `just chaos [SEED] [MINUTES] [--compose]`. Not part of `npm test`.
 * @type {import('jest').Config}
 */
export default {
  ...common,
  ...run,
  testMatch: ['<rootDir>/tests/faults/chaos/*.faults.ts'],
  // Runs one suite at a time, so that measurements do not disturb each other.
  maxWorkers: 1,
  // Hides the console, on which the supervisor reports each exit; log.ts writes past it.
  silent: true,
};
