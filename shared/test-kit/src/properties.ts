import fc, { type IProperty } from 'fast-check';

export { fc };

/** Runs of each property, and the seed of their values: fixed, so that a test has the same result each time. */
const { RUNS = '300', SEED = '1' } = process.env;

/**
 * Checks a property with random values.
 * @throws Error with the seed, the path and the smallest counterexample that was found
 */
export const check = <Values>(property: IProperty<Values>): void =>
  fc.assert(property, { numRuns: Number(RUNS), seed: Number(SEED) });
