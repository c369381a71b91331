const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether requests with a method change nothing: https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods */
export const isSafe = (method: string): boolean => SAFE_METHODS.has(method);
