import { total } from '../load/processes.mjs';
import { median } from '../load/statistics.mjs';

/**
 * @import { Measured } from '../run-scenario.mjs'
 * @typedef {Record<string, number>} Numbers
 * @typedef {{values: Numbers, cpuMs?: Numbers, rssMb?: Numbers, counts?: Numbers}} Medians
 * @typedef {{name: string, sides: Record<string, Medians>}} Line one case, with the medians of its rounds by side
 */

/** Computes the medians of all rounds, per case and side. @param {Measured[]} measured @param {string} unit @returns {Line[]} */
export function summarizeRounds(measured, unit) {
  const names = [...new Set(measured.map(({ name }) => name))];
  return names.map((name) => {
    const ofCase = measured.filter((one) => one.name === name);
    const sides = [...new Set(ofCase.map(({ side }) => side))];
    return {
      name,
      sides: Object.fromEntries(
        sides.map((side) => [
          side,
          mediansOf(
            ofCase.filter((one) => one.side === side),
            unit,
          ),
        ]),
      ),
    };
  });
}

/** @param {Measured[]} rounds of one case on one side @param {string} unit @returns {Medians} */
function mediansOf(rounds, unit) {
  const values = rounds.map(({ values, cpuMs, rssMb }) => ({
    ...values,
    ...(cpuMs && { [`CPU per ${unit}, ms`]: total(cpuMs) }),
    ...(rssMb && { 'resident memory, MB': total(rssMb) }),
  }));
  const [first] = rounds;
  return {
    values: medianOfEach(values),
    ...(first?.cpuMs && { cpuMs: medianOfEach(rounds.map(({ cpuMs = {} }) => cpuMs)) }),
    ...(first?.rssMb && { rssMb: medianOfEach(rounds.map(({ rssMb = {} }) => rssMb)) }),
    ...(first?.counts && { counts: medianOfEach(rounds.map(({ counts = {} }) => counts)) }),
  };
}

/** @param {Numbers[]} rounds @returns {Numbers} */
function medianOfEach(rounds) {
  const names = [...new Set(rounds.flatMap(Object.keys))];
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => round[name] ?? 0))]));
}
