import { setTimeout } from 'node:timers/promises';
import type { Express } from 'express';
import mongoose, { type Model } from 'mongoose';
import { NatsBus } from './bus/nats-bus.ts';
import type { BaseConfig, BusConfig } from './config.ts';
import { CatchUp } from './events/catch-up.ts';
import { type Listener, listen } from './events/listener.ts';
import { Parked } from './events/parked.ts';
import type { AppParts } from './http/app.ts';
import { listenHttp } from './http/server.ts';
import type { Logger } from './logger.ts';
import { askedGauge } from './metrics.ts';
import { connectMongo, mongoAnswers } from './mongo.ts';
import { hasEvents, OutboxRelay } from './outbox/relay.ts';

const REQUEST_GRACE_MS = 7000;
/** A stop that takes longer than this is cut short, like a crash: what was in hand is stored and taken up again. */
const STOP_LIMIT_MS = 8500;

/** Something that works beside the requests, such as a reconciler. */
export interface Worker {
  start(): void;
  /** Resolves when what was in hand has ended. */
  stop(): Promise<void>;
}

export interface Service {
  name: string;
  config: BaseConfig;
  log: Logger;
  createApp: (parts: AppParts) => Express;
  /** For services with events. */
  events?: {
    config: BusConfig;
    listeners: Listener[];
    // biome-ignore lint/suspicious/noExplicitAny: outboxes live in models of every shape
    outboxes: Model<any>[];
  };
  workers?: Worker[];
}

/**
 * Starts a service and ties its end to SIGTERM and SIGINT. HTTP comes up at once, so that a missing dependency
 * shows as `/readyz` 503 and not as a crash loop; whatever is missing is waited for.
 */
export async function startService(service: Service): Promise<void> {
  const { name, config, log } = service;
  const stopping = new AbortController();
  const bus = service.events && new NatsBus(name, service.events.config, log);
  const relay = bus && new OutboxRelay(bus, service.events?.outboxes ?? [], log);
  const catchUp = bus && new CatchUp(bus, service.events?.listeners ?? [], log);
  const workers = [...(service.workers ?? []), ...(catchUp ? [catchUp] : [])];

  const isReady = async () => !stopping.signal.aborted && (bus?.ready ?? true) && (await mongoAnswers());
  const app = service.createApp({ config, log, isReady });
  const http = await listenHttp(app, config.HOST, config.PORT).catch((error: Error) => {
    log.fatal(error.message);
    process.exit(1);
  });
  log.info({ host: config.HOST, port: http.port }, `${name} listens`);

  let leaving = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (leaving) return;
    leaving = true;
    log.info({ signal }, 'stopping');
    http.drain();
    await setTimeout(config.DRAIN_MS);
    stopping.abort();
    setTimeout(STOP_LIMIT_MS, undefined, { ref: false }).then(() => {
      log.warn('the stop took too long; leaving');
      process.exit(0);
    });
    await Promise.all([
      http.stop(REQUEST_GRACE_MS),
      bus?.stopListening(),
      ...workers.map((worker) => worker.stop()),
    ]);
    await relay?.stop();
    await bus?.close();
    await mongoose.disconnect();
    log.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  await connectMongo(config.MONGO_URL, log, stopping.signal);
  if (stopping.signal.aborted) return;
  if (bus && relay && service.events) {
    const { listeners, outboxes } = service.events;
    listen(bus, name, listeners, log);
    relay.start();
    bus.start();
    askedGauge('parked_messages', 'Messages that could not be taken', () => Parked.countDocuments());
    askedGauge('outbox_documents', 'Documents with events still to publish', async () => {
      const counts = await Promise.all(outboxes.map((model) => model.countDocuments(hasEvents)));
      return counts.reduce((sum, count) => sum + count, 0);
    });
  }
  for (const worker of workers) worker.start();
}
