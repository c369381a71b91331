import { inspect } from 'node:util';

/** Fields of a log line that are not printed. */
const hidden = ['time', 'service', 'traceId', 'spanId', 'pid', 'hostname'];

/**
 * Makes a line of JSON logs readable: a request as its method, URL, status and duration, anything else as its message and
 * fields. Other lines stay as they are.
 * @param {string} line
 */
export function readableLine(line) {
  const entry = parse(line);
  if (!entry) return line;
  const { level, msg, req, res, responseTime, err, ...fields } = entry;
  const shown = Object.entries(fields).filter(([name]) => !hidden.includes(name));
  return [
    level === 'info' ? '' : `${String(level).toUpperCase()}: `,
    req && res ? `${req.method} ${req.url} ${res.status} ${responseTime} ms` : msg,
    ...shown.map(
      ([name, value]) =>
        ` ${name}=${typeof value === 'string' ? value : inspect(value, { breakLength: Infinity })}`,
    ),
    err ? `\n${err.stack ?? err.message}` : '',
  ].join('');
}

/** @param {string} line @returns {Record<string, any> | undefined} a line of pino */
function parse(line) {
  try {
    const entry = JSON.parse(line);
    return entry?.level && 'msg' in entry ? entry : undefined;
  } catch {
    return undefined;
  }
}
