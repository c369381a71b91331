import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { Counter, Gauge, Histogram, register } from 'prom-client';

export const eventsHandled = new Counter({
  name: 'events_handled_total',
  help: 'Events received, by what became of them',
  labelNames: ['subject', 'outcome'],
});

export const redeliveries = new Counter({
  name: 'event_redeliveries_total',
  help: 'Events that came again',
  labelNames: ['subject'],
});

export const eventLag = new Histogram({
  name: 'event_lag_seconds',
  help: 'From the write that caused an event until it was handled here',
  labelNames: ['subject'],
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15, 60, 300],
});

/** Measured by the relay's sweep, which looks there anyway: no scrape asks the database for it. */
export const outboxEvents = new Gauge({
  name: 'outbox_events',
  help: 'Events that are stored and not published yet, of the first 500 documents that have any',
  labelNames: ['collection'],
});

export const outboxAge = new Gauge({
  name: 'outbox_oldest_event_age_seconds',
  help: 'How long the oldest of these has been waiting; 0 where there is none',
  labelNames: ['collection'],
});

/** Well under the time that Prometheus gives a whole scrape. */
const PATIENCE_MS = 2000;

/** A gauge that asks for its value at each scrape, and is left out where there is no answer in time. */
export const askedGauge = (name: string, help: string, ask: () => Promise<number>): Gauge =>
  new Gauge({
    name,
    help,
    async collect() {
      const answer = ask().catch(() => undefined);
      const value = await Promise.race([answer, sleep(PATIENCE_MS, undefined, { ref: false })]);
      if (value === undefined) this.remove();
      else this.set(value);
    },
  });

const requests = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Requests by route and status; `aborted` where the caller did not wait for the answer',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
});

export const measureRequests: RequestHandler = (req, res, next) => {
  const end = requests.startTimer({ method: req.method });
  res.on('close', () => {
    const route = req.route ? req.baseUrl + String(req.route.path) : 'none';
    end({ route, status: res.writableFinished ? res.statusCode : 'aborted' });
  });
  next();
};

export const serveMetrics: RequestHandler = async (_req, res) => {
  res.type(register.contentType).send(await register.metrics());
};
