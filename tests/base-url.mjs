/**
 * The URL of the shop under test: the first argument, which is removed, or BASE_URL, or the one of `npm start`.
 * @param {string[]} args
 */
export function takeBaseUrl(args) {
  const given = /^https?:/.test(args[0] ?? '') ? args.shift() : undefined;
  return (given ?? process.env.BASE_URL ?? 'http://localhost:8080').replace(/\/$/, '');
}
