/**
 * What a check found, and how to fix it. A `fail` stops everyone who uses the checked thing, a `warn` only some, or later.
 * @typedef {{status: 'ok' | 'warn' | 'fail', message: string, fix?: string}} CheckResult
 */

/** @type {(message: string) => CheckResult} */
export const ok = (message) => ({ status: 'ok', message });
/** @type {(message: string, fix: string) => CheckResult} */
export const warn = (message, fix) => ({ status: 'warn', message, fix });
/** @type {(message: string, fix: string) => CheckResult} */
export const fail = (message, fix) => ({ status: 'fail', message, fix });
