import { availableParallelism } from 'node:os';

/**
 * Options that the projects below share with the Jest configurations in `tests/`.
 * @type {import('jest').Config}
 */
export const common = {
  rootDir: import.meta.dirname,
  roots: ['client', 'services', 'shared', 'tests', 'tools'].map((folder) => `<rootDir>/${folder}`),
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@ecommerce/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/client/.next/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2022',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

/**
 * Options of a whole run.
 * @type {import('jest').Config}
 */
export const run = {
  // Most tests wait for servers rather than compute.
  maxWorkers: 2 * availableParallelism(),
  // A failed test that did not clean up must not keep Jest from exiting.
  forceExit: true,
  testTimeout: 150_000,
};

const ignored = ['/node_modules/', '/dist/', '<rootDir>/tests/browser/'];

/** @type {import('jest').Config} */
export default {
  ...run,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['**/*.unit.test.ts'],
      testPathIgnorePatterns: ignored,
      setupFilesAfterEnv: ['<rootDir>/tools/embedded/jest-unit-setup.mjs'],
    },
    {
      ...common,
      displayName: 'integration',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: [...ignored, '\\.unit\\.test\\.ts$'],
      globalSetup: '<rootDir>/tools/embedded/jest-setup.mjs',
      globalTeardown: '<rootDir>/tools/embedded/jest-teardown.mjs',
    },
  ],
  // For `npm run test:coverage`. Coverage of V8 also counts what swc compiled.
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'html'],
  collectCoverageFrom: [
    '{services,shared}/*/src/**/*.ts',
    'tools/*/{src,lib}/**/*.{ts,mjs}',
    'client/{lib,serve}/**/*.{ts,mjs}',
    '!**/*.generated.*',
  ],
};
