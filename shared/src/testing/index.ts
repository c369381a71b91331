export * from './backend.ts';
export * from './eventually.ts';
export * from './fixtures.ts';
export * from './hostile.ts';
export * from './neighbour.ts';
