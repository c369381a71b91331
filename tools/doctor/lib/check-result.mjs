/**
 * The result of a check, and how to fix a problem. `fail` means that the checked part cannot work; `warn` means that some
 * uses of it fail, or will fail later.
 * @typedef {{status: 'ok' | 'warn' | 'fail', message: string, fix?: string}} CheckResult
 */

/** @type {(message: string) => CheckResult} */
export const ok = (message) => ({ status: 'ok', message });
/** @type {(message: string, fix: string) => CheckResult} */
export const warn = (message, fix) => ({ status: 'warn', message, fix });
/** @type {(message: string, fix: string) => CheckResult} */
export const fail = (message, fix) => ({ status: 'fail', message, fix });
