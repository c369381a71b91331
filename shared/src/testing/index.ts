export * from './backend.ts';
export * from './eventually.ts';
export * from './fixtures.ts';
