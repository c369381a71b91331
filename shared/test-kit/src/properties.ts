import fc, { type IProperty } from 'fast-check';

export { fc };

/**
 * Checks a property with random values, the same ones each time. `RUNS` and `SEED` in the environment search further.
 * @param runs number of values to try
 * @throws Error with the seed, the path and the smallest counterexample that was found
 */
export function check<Values>(property: IProperty<Values>, runs = 100): void {
  const { RUNS = runs, SEED = 1 } = process.env;
  fc.assert(property, { numRuns: Number(RUNS), seed: Number(SEED) });
}
