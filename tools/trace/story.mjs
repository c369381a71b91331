/**
 * A step of an order's story.
 * @typedef {object} Step
 * @property {number} at milliseconds since 1970, when it began
 * @property {string} by the service
 * @property {string} trace the id of the request that it goes back to
 * @property {string} did
 */

/** @typedef {Record<string, any>} Line of a log: pino's, or Traefik's */

/** Of two steps at the same moment the one that causes the other comes first. */
const ranks = ['request', 'published', 'took', 'other'];

/**
 * What the logs tell of an order: every line that names it, and all that the same requests have led to.
 * @param {string} orderId
 * @param {() => AsyncIterable<string> | Iterable<string>} lines read twice
 * @returns {Promise<Step[]>}
 */
export async function storyOf(orderId, lines) {
  const traces = new Set();
  for await (const text of lines()) {
    const line = text.includes(orderId) ? parse(text) : undefined;
    if (line?.orderId === orderId && line.trace) traces.add(line.trace);
  }
  const steps = [];
  if (traces.size > 0)
    for await (const text of lines()) {
      const id = /"(?:trace|downstream_X-Request-Id)":"(\w+)"/.exec(text)?.[1];
      const line = id && traces.has(id) ? parse(text) : undefined;
      if (line) steps.push({ trace: /** @type {string} */ (id), ...stepOf(line) });
    }
  return steps.sort((one, other) => one.at - other.at || ranks.indexOf(one.kind) - ranks.indexOf(other.kind));
}

/** @returns {Line | undefined} */
function parse(/** @type {string} */ text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined; // the last line of a process that was killed
  }
}

function stepOf(/** @type {Line} */ line) {
  const end = Date.parse(line.time);
  const by = String(line.service ?? 'gateway');
  const { subject, deliveries, ms, did, msg, err, orderId, ...facts } = line;
  const again = deliveries > 1 ? `, delivery ${deliveries}` : '';
  if (line.RequestMethod) {
    const { StartUTC, RequestMethod, RequestPath, DownstreamStatus, Duration, RetryAttempts } = line;
    const tries = RetryAttempts > 0 ? `, ${RetryAttempts + 1} tries` : '';
    const took = `${Math.round(Duration / 1e6)} ms`;
    return {
      at: Date.parse(StartUTC),
      by,
      kind: 'request',
      did: `${RequestMethod} ${RequestPath}: ${DownstreamStatus} in ${took}${tries}`,
    };
  }
  if (line.req && line.responseTime !== undefined) {
    const outcome = msg === 'request aborted' ? 'nobody waited for the answer' : line.res.status;
    return {
      at: end - line.responseTime,
      by,
      kind: 'request',
      did: `${line.req.method} ${line.req.url}: ${outcome} in ${line.responseTime} ms`,
    };
  }
  if (msg === 'published a message')
    return { at: Date.parse(line.occurredAt), by, kind: 'published', did: `wrote ${subject}${late(line)}` };
  if (msg === 'took a message') {
    const outcome = did ? `: ${did}` : '';
    return { at: end - ms, by, kind: 'took', did: `took ${subject}${again}${outcome}` };
  }
  return {
    at: end,
    by,
    kind: 'other',
    did: [msg, subject && subject + again, err?.message, told(facts)].filter(Boolean).join(': '),
  };
}

/** An event waits in its outbox while NATS Streaming is away. */
function late(/** @type {Line} */ { occurredAt, time }) {
  const waitedMs = Date.parse(time) - Date.parse(occurredAt);
  return waitedMs > 1000 ? `, published ${(waitedMs / 1000).toFixed(1)} s later` : '';
}

/** What else a line says, but for what every line has. */
function told(/** @type {Line} */ { level, time, service, trace, eventId, sequence, req, ...facts }) {
  return Object.entries(facts)
    .filter(([, value]) => ['string', 'number'].includes(typeof value))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** @param {Step[]} steps */
export function format(steps) {
  const lines = steps.map(({ at, by, trace, did }) => {
    const time = new Date(at).toISOString().slice(11, 23);
    return `${time}  ${trace.slice(0, 8)}  ${by.padEnd(9)} ${did}`;
  });
  const [first, last] = [steps.at(0), steps.at(-1)];
  const seconds = first && last ? ((last.at - first.at) / 1000).toFixed(1) : 0;
  const requests = [...new Set(steps.map(({ trace }) => trace))];
  return [
    ...lines,
    '',
    `${steps.length} steps in ${seconds} s, UTC. The whole ids of the requests, as X-Request-Id and in every line of a log:`,
    ...requests.map((trace) => `  ${trace}`),
  ].join('\n');
}
