import type { Express } from 'express';
import type { z } from 'zod';
import { createServiceApp } from '../http/app.ts';
import { EndedSessions } from '../http/ended-sessions.ts';
import { FairUse } from '../http/fair-use.ts';
import type { Route } from '../http/route.ts';
import { createRouter } from '../http/router.ts';
import { type RenewSession, Sessions } from '../http/session.ts';
import { renewAtAuth } from '../http/session-renewal.ts';
import { type Listener, listener } from '../messaging/listener.ts';
import { createLogger, type Logger } from '../observability/logger.ts';
import { Metrics } from '../observability/metrics.ts';
import type { Aggregate, AggregateDefinition } from '../persistence/aggregate.ts';
import { AggregateStore } from '../persistence/aggregate-store.ts';
import { Database } from '../persistence/database.ts';
import { type Clock, systemClock } from './clock.ts';
import { type BaseConfig, type BusConfig, parseEnv } from './config.ts';
import { Messaging } from './messaging.ts';
import type { Worker } from './worker.ts';

/** Dependencies of `setUp`. */
interface ServiceContext<Config> {
  config: Config;
  log: Logger;
  clock: Clock;
  database: Database;
  endedSessions: EndedSessions;
  /** Creates the store for a kind of aggregate and registers its outbox with the relay. */
  aggregates<T extends Aggregate>(definition: AggregateDefinition<T>): AggregateStore<T>;
  /** See `Messaging.isCaughtUp`; true in a service without a bus. */
  isCaughtUp(marginMs: number): boolean;
}

/** Composition root of a service, which the server and the tests run. */
export interface ServiceDefinition<Config extends BaseConfig, Deps> {
  name: string;
  /** Schema of the environment; with `busEnv` the service can have aggregates and listeners. */
  env: z.ZodType<Config>;
  routes: Route<Deps>[];
  setUp(context: ServiceContext<Config>): ServiceParts<Deps>;
}

/** Parts of a service, as `setUp` creates them. */
interface ServiceParts<Deps> {
  /** Dependencies of the route handlers. */
  deps: Deps;
  /** Listeners whose events are each handled by one instance of the service. */
  listeners?: Listener[];
  /** Listeners whose events are each handled by every instance, for read models in memory: see `ChannelFollower`. */
  followers?: Listener[];
  /** Background tasks. */
  workers?: Worker[];
  /** For auth itself; other services ask auth, at `AUTH_URL`. */
  renewSession?: RenewSession;
  /** Conditions by name that must be true before the service is ready. */
  readiness?: Record<string, () => boolean>;
}

/** Declares a service. */
export const defineService = <Config extends BaseConfig, Deps>(
  definition: ServiceDefinition<Config, Deps>,
): ServiceDefinition<Config, Deps> => definition;

export interface ServiceOptions {
  env?: NodeJS.ProcessEnv;
  log?: Logger;
  clock?: Clock;
  /** See `createRouter`. */
  checkAnswers?: boolean;
}

/** One instance of a service in this process, with its own database connection, metrics and bus. */
export class Service<Config extends BaseConfig, Deps> {
  readonly name: string;
  readonly config: Config;
  readonly log: Logger;
  readonly database: Database;
  readonly messaging: Messaging | undefined;
  readonly deps: Deps;
  readonly app: Express;
  private readonly metrics = new Metrics();
  private readonly workers: Worker[];
  private readonly readiness: Record<string, () => boolean>;
  private readonly stopping = new AbortController();

  /** @throws Error that lists the invalid environment variables */
  constructor(definition: ServiceDefinition<Config, Deps>, options: ServiceOptions = {}) {
    const { name, env, routes, setUp } = definition;
    const { clock = systemClock } = options;
    this.name = name;
    this.config = parseEnv(env, options.env);
    this.log = options.log ?? createLogger(name, this.config.LOG_LEVEL);
    this.database = new Database(this.config.MONGO_URL, this.log);
    const { metrics } = this;
    const endedSessions = new EndedSessions(this.config.JWT_LIFETIME_SECONDS, systemClock);
    this.messaging = hasBus(this.config)
      ? new Messaging(name, this.config, this.database, metrics, this.log, clock)
      : undefined;
    const {
      deps,
      listeners = [],
      followers = [],
      workers = [],
      readiness = {},
      renewSession = renewAtAuth(authUrlIn(this.config), this.config.COOKIE_SECURE),
    } = setUp({
      config: this.config,
      log: this.log,
      clock,
      database: this.database,
      endedSessions,
      aggregates: (aggregate) =>
        new AggregateStore(aggregate, this.database, { ...this.outbox, log: this.log }, clock),
      isCaughtUp: (marginMs) => this.messaging?.isCaughtUp(marginMs) ?? true,
    });
    this.deps = deps;
    this.messaging?.listen(listeners);
    this.messaging?.follow(followers);
    this.messaging?.follow(
      [listener('session:ended', async ({ sessionIds }) => endedSessions.add(sessionIds))],
      // So that an instance that starts knows of all tokens that are still valid.
      this.config.JWT_LIFETIME_SECONDS * 1000,
    );
    const sessions = new Sessions(this.config, endedSessions, renewSession);
    this.workers = workers;
    this.readiness = readiness;
    const secure = this.config.COOKIE_SECURE;
    const fairUse = new FairUse(this.config.RATE_LIMIT_FACTOR);
    const parts = { log: this.log, metrics, sessions, secure, fairUse, notReady: () => this.notReady() };
    const router = createRouter(routes, deps, sessions, options.checkAnswers, fairUse);
    this.app = createServiceApp(
      parts,
      router,
      routes.map(({ path }) => path),
    );
  }

  /** Connects, then starts messaging and workers. Resolves when the database is connected or `stopIntake` is called. */
  async start(): Promise<void> {
    const { signal } = this.stopping;
    await this.database.connect(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (signal.aborted) return;
    this.messaging?.start();
    for (const worker of this.workers) worker.start();
  }

  /** Stops accepting messages and tasks; resolves when the current ones have ended. */
  async stopIntake(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.messaging?.stopListening(), ...this.workers.map((worker) => worker.stop())]);
  }

  /** Resolves when the events being published have been acked. */
  async flush(): Promise<void> {
    await this.messaging?.flush();
  }

  async disconnect(): Promise<void> {
    await this.messaging?.close();
    await this.database.close();
    this.metrics.close();
  }

  /** Returns the names of the dependencies and parts that are not ready. */
  async notReady(): Promise<string[]> {
    return [
      ...(this.stopping.signal.aborted ? ['shutdown'] : []),
      ...((await this.database.isReady()) ? [] : ['mongodb']),
      ...((this.messaging?.ready ?? true) ? [] : ['nats-streaming']),
      ...Object.entries(this.readiness).flatMap(([name, isReady]) => (isReady() ? [] : [name])),
    ];
  }

  private get outbox() {
    if (!this.messaging) throw new Error(`${this.name} needs busEnv to have aggregates`);
    const { relay, failureDetector } = this.messaging;
    return { relay, failureDetector };
  }
}

/** @throws Error in a service that neither is auth nor has `sessionEnv` */
function authUrlIn(config: BaseConfig): string {
  if ('AUTH_URL' in config && typeof config.AUTH_URL === 'string') return config.AUTH_URL;
  throw new Error('a service needs sessionEnv to renew sessions');
}

const hasBus = <Config extends BaseConfig>(config: Config): config is Config & BusConfig =>
  'NATS_URL' in config;
