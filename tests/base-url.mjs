/**
 * Returns the URL of the shop under test: the first argument, which it removes; otherwise BASE_URL; otherwise that of `npm start`.
 * @param {string[]} args
 */
export function takeBaseUrl(args) {
  const given = /^https?:/.test(args[0] ?? '') ? args.shift() : undefined;
  return (given ?? process.env.BASE_URL ?? 'http://localhost:8080').replace(/\/$/, '');
}
