import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @typedef {Record<string, number>} ByProcess a number per process name */

/** Reads the unit of `/proc/PID/stat`. */
const ticksPerSecond = () => Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/**
 * Reads the CPU time of all threads of each process since its start, in milliseconds.
 * @param {ByProcess} pids
 * @returns {ByProcess}
 */
export function cpuTimes(pids) {
  const ticks = ticksPerSecond();
  return mapValues(pids, (pid) => cpuTimeIn(readFileSync(`/proc/${pid}/stat`, 'utf8'), ticks));
}

/**
 * @param {string} stat the line of /proc/PID/stat @param {number} ticks per second
 * @returns {number} milliseconds in user and system mode
 */
export function cpuTimeIn(stat, ticks) {
  // The second field is the program's name in parentheses and may contain any character.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticks;
}

/** @param {ByProcess} pids @returns {ByProcess} the resident memory of each process in MB */
export const residentMemory = (pids) =>
  mapValues(pids, (pid) => {
    const [, kib = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (Number(kib) * 1024) / 1e6;
  });

/** @param {ByProcess} later @param {ByProcess} earlier @param {number} count @returns {ByProcess} */
export const differencePer = (later, earlier, count) =>
  Object.fromEntries(
    Object.entries(later).map(([name, value]) => [name, (value - (earlier[name] ?? 0)) / count]),
  );

export const total = (/** @type {ByProcess} */ values) =>
  Object.values(values).reduce((sum, one) => sum + one, 0);

/** @param {ByProcess} values @param {(value: number) => number} change @returns {ByProcess} */
const mapValues = (values, change) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
