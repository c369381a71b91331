/**
 * The shop that a program of tests is for: its first argument, which is taken away, or BASE_URL, or the one of `npm start`.
 * @param {string[]} args
 */
export function takeBaseUrl(args) {
  const given = /^https?:/.test(args[0] ?? '') ? args.shift() : undefined;
  return (given ?? process.env.BASE_URL ?? 'http://localhost:8080').replace(/\/$/, '');
}
