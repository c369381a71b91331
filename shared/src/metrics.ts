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
  help: 'From the write that caused an event to its delivery here',
  labelNames: ['subject'],
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
});

/** A gauge that asks for its value at each scrape; -1 where the database does not answer. */
export const countedGauge = (name: string, help: string, count: () => Promise<number>): Gauge =>
  new Gauge({
    name,
    help,
    async collect() {
      this.set(await count().catch(() => -1));
    },
  });

const requests = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Requests by route and status',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
});

export const measureRequests: RequestHandler = (req, res, next) => {
  const end = requests.startTimer({ method: req.method });
  res.on('finish', () => {
    const route = req.route ? req.baseUrl + String(req.route.path) : 'none';
    end({ route, status: res.statusCode });
  });
  next();
};

export const serveMetrics: RequestHandler = async (_req, res) => {
  res.type(register.contentType).send(await register.metrics());
};
