import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Well below Prometheus' timeout for a whole scrape. */
const SCRAPE_TIMEOUT_MS = 2000;

/** Metrics of one service in a registry of its own, including Node's default metrics. */
export class Metrics {
  readonly registry = new Registry();

  readonly eventsHandled = new Counter({
    name: 'events_handled_total',
    help: 'Events received, by outcome',
    labelNames: ['subject', 'outcome'],
    registers: [this.registry],
  });

  readonly redeliveries = new Counter({
    name: 'event_redeliveries_total',
    help: 'Redeliveries of events',
    labelNames: ['subject'],
    registers: [this.registry],
  });

  readonly eventLag = new Histogram({
    name: 'event_lag_seconds',
    help: 'Time from the write that caused an event until it was handled',
    labelNames: ['subject'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15, 60, 300],
    registers: [this.registry],
  });

  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests by route and status; `aborted` if the client disconnected',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor() {
    // The default of 10 ms wakes an idle process a hundred times a second. The values of nodejs_eventloop_lag_min, _max,
    // _mean and of its percentiles include this interval.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 100 });
  }

  /** Adds a gauge that is read at each scrape and omitted when the value does not arrive in time. */
  lazyGauge(name: string, help: string, read: () => Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        const answer = read().catch(() => undefined);
        const value = await Promise.race([answer, sleep(SCRAPE_TIMEOUT_MS, undefined, { ref: false })]);
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  }

  /** Adds a labelled gauge that is read at each scrape. @param read returns the values by label value */
  labelledGauge(name: string, help: string, label: string, read: () => Map<string, number>): void {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect() {
        for (const [labelValue, value] of read()) this.set({ [label]: labelValue }, value);
      },
    });
  }

  /** Middleware that measures every request. */
  readonly measureRequests: RequestHandler = (req, res, next) => {
    const end = this.requests.startTimer({ method: req.method });
    res.on('close', () => {
      const route = req.route ? req.baseUrl + String(req.route.path) : 'none';
      end({ route, status: res.writableFinished ? res.statusCode : 'aborted' });
    });
    next();
  };

  /** Removes all metrics, whose gauges refer to the service: Node's default metrics keep the registry in memory. */
  close(): void {
    this.registry.clear();
  }

  /** Handler of `/metrics`. */
  readonly serve: RequestHandler = async (_req, res) => {
    res.type(this.registry.contentType).send(await this.registry.metrics());
  };
}
