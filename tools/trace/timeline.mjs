/**
 * A step in the timeline of an order.
 * @typedef {object} Step
 * @property {number} at start time in milliseconds since 1970
 * @property {string} by the service
 * @property {string} trace the trace id of the request that caused it
 * @property {string} text
 */

/** @typedef {Record<string, any>} Line a parsed log line of pino or Traefik */

/** Orders steps with the same start time: causes come before effects. */
const KINDS = ['request', 'work', 'published', 'handled', 'other'];

// The second message of each is that of earlier versions, which the logs of an upgraded shop still contain.
const PUBLISHED = ['event published', 'published a message'];
const HANDLED = ['event handled', 'took a message'];

/**
 * Collects the timeline of an order from the logs: all lines that name it, and all lines with the same trace ids.
 * @param {string} orderId
 * @param {() => AsyncIterable<string> | Iterable<string>} lines read twice
 * @returns {Promise<Step[]>}
 */
export async function timelineOf(orderId, lines) {
  const traces = new Set();
  for await (const text of lines()) {
    const line = text.includes(orderId) ? parse(text) : undefined;
    if (line?.orderId === orderId && line.trace) traces.add(line.trace);
  }
  const steps = [];
  if (traces.size > 0)
    for await (const text of lines()) {
      const trace = /"(?:trace|downstream_X-Request-Id)":"(\w+)"/.exec(text)?.[1] ?? '';
      const line = traces.has(trace) ? parse(text) : undefined;
      if (line) steps.push({ trace, by: String(line.service ?? 'gateway'), ...stepOf(line) });
    }
  return steps.sort((one, other) => one.at - other.at || KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
}

/** @returns {Line | undefined} undefined if a process was killed while it wrote the line */
function parse(/** @type {string} */ text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** @param {Line} line @returns {{at: number, kind: string, text: string}} */
function stepOf(line) {
  const end = Date.parse(line.time);
  const { subject, deliveries, ms, msg, err, req, res, responseTime } = line;
  const result = line.result ?? line.did;
  if (line.RequestMethod) {
    const { StartUTC, RequestMethod, RequestPath, DownstreamStatus, Duration, RetryAttempts } = line;
    const tries = RetryAttempts > 0 ? `, ${RetryAttempts + 1} tries` : '';
    const outcome = `${DownstreamStatus} in ${Math.round(Duration / 1e6)} ms${tries}`;
    return { at: Date.parse(StartUTC), kind: 'request', text: `${RequestMethod} ${RequestPath}: ${outcome}` };
  }
  if (req && responseTime !== undefined) {
    const outcome = msg === 'request aborted' ? 'aborted by the client' : res.status;
    const text = `${req.method} ${req.url}: ${outcome} in ${responseTime} ms`;
    return { at: end - responseTime, kind: 'request', text };
  }
  if (PUBLISHED.includes(msg))
    return { at: Date.parse(line.occurredAt), kind: 'published', text: `wrote ${subject}${delay(line)}` };
  const event = deliveries > 1 ? `${subject}, delivery ${deliveries}` : subject;
  if (HANDLED.includes(msg))
    return { at: end - ms, kind: 'handled', text: `handled ${event}${result ? `: ${result}` : ''}` };
  return {
    at: end,
    // Work of a service, such as a charge, comes before the event of its outcome.
    kind: subject ? 'other' : 'work',
    text: [msg, event, err?.message, otherFields(line)].filter(Boolean).join(': '),
  };
}

/** Describes how long an event waited in its outbox, such as while NATS Streaming was unavailable. */
function delay(/** @type {Line} */ { occurredAt, time }) {
  const waitedMs = Date.parse(time) - Date.parse(occurredAt);
  return waitedMs > 1000 ? `, published ${(waitedMs / 1000).toFixed(1)} s later` : '';
}

/** Fields that every line has or that the step already shows. */
const SHOWN = 'level time service trace eventId sequence orderId msg subject deliveries ms did result'.split(
  ' ',
);

const otherFields = (/** @type {Line} */ line) =>
  Object.entries(line)
    .filter(([name, value]) => !SHOWN.includes(name) && ['string', 'number'].includes(typeof value))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** Formats a timeline for a terminal. @param {Step[]} steps */
export function format(steps) {
  const lines = steps.map(({ at, by, trace, text }) => {
    const time = new Date(at).toISOString().slice(11, 23);
    return `${time}  ${trace.slice(0, 8)}  ${by.padEnd(9)} ${text}`;
  });
  const [first, last] = [steps.at(0), steps.at(-1)];
  const seconds = first && last ? ((last.at - first.at) / 1000).toFixed(1) : 0;
  const requests = new Set(steps.map(({ trace }) => trace));
  return [
    ...lines,
    '',
    `${steps.length} steps in ${seconds} s (times in UTC). Full trace ids, as in X-Request-Id and in the logs:`,
    ...[...requests].map((trace) => `  ${trace}`),
  ].join('\n');
}
