import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@ecommerce/source', 'node', 'node-addons'] },
  testMatch: ['**/test/**/*.test.ts', '<rootDir>/tests/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '<rootDir>/tests/browser/'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/client/.next/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  globalSetup: '<rootDir>/tools/embedded/jest-setup.mjs',
  globalTeardown: '<rootDir>/tools/embedded/jest-teardown.mjs',
  // Most tests wait for servers rather than compute.
  maxWorkers: availableParallelism(),
  // A failed test that did not clean up must not keep Jest from exiting.
  forceExit: true,
  testTimeout: 150_000,
};
