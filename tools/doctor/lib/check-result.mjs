/**
 * What was looked at, and what to do about it. `fail` is in the way of everybody who uses it; `warn` only of some, or later.
 * @typedef {{state: 'ok' | 'warn' | 'fail', what: string, mend?: string}} Line
 */

/** @returns {Line} */
export const ok = (/** @type {string} */ what) => ({ state: 'ok', what });
/** @returns {Line} */
export const warn = (/** @type {string} */ what, /** @type {string} */ mend) => ({
  state: 'warn',
  what,
  mend,
});
/** @returns {Line} */
export const fail = (/** @type {string} */ what, /** @type {string} */ mend) => ({
  state: 'fail',
  what,
  mend,
});
