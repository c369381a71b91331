import type { EventData, Subject } from '@ecommerce/contracts';
import type { Listener } from '@ecommerce/service-kit/messaging';
import {
  type BaseConfig,
  type BusConfig,
  type Clock,
  Service,
  type ServiceDefinition,
} from '@ecommerce/service-kit/runtime';
import mongoose from 'mongoose';
import { EventProbe } from './event-probe.ts';
import { eventually } from './eventually.ts';
import { testEnv, testLog } from './fixtures.ts';
import { testBusEnv, testDatabaseUrl } from './test-servers.ts';

interface Options {
  /** Variables of this service, in addition to `testEnv`. */
  env?: Record<string, string>;
  /** The system's clock by default; timers do not follow it. */
  clock?: Clock;
  /** Subjects whose events `events.payloads` returns. */
  watch?: Subject[];
  /** Time limit against hanging, not an expected duration. */
  readyWithinSeconds?: number;
}

/**
 * Runs the definition of a service in this process on the real test servers, with its own database and channels. Checks
 * each answer against the schemas and errors of its route.
 */
export class TestService<Config extends BaseConfig, Deps> {
  readonly service: Service<Config, Deps>;
  private readonly probe: EventProbe | undefined;
  /** Traces of the messages that the service has handled. */
  private readonly handled: Set<string>;

  private constructor(service: Service<Config, Deps>, watch: Subject[], handled: Set<string>) {
    this.service = service;
    this.handled = handled;
    if (service.messaging) this.probe = new EventProbe(service.config as Config & BusConfig, watch);
  }

  /** @throws Error that names the dependencies that are not ready in time, after closing everything */
  static async start<Config extends BaseConfig, Deps>(
    definition: ServiceDefinition<Config, Deps>,
    { env = {}, clock, watch = [], readyWithinSeconds }: Options = {},
  ): Promise<TestService<Config, Deps>> {
    const handled = new Set<string>();
    const service = new Service(recording(definition, handled), {
      env: { ...testEnv, MONGO_URL: testDatabaseUrl(), ...testBusEnv(), ...env },
      log: testLog,
      clock,
      checkAnswers: true,
    });
    const test = new TestService(service, watch, handled);
    try {
      const ready = test.untilReady(readyWithinSeconds);
      await Promise.all([service.start(), test.probe?.start(readyWithinSeconds), ready]);
      return test;
    } catch (error) {
      await test.stop().catch(() => {});
      throw error;
    }
  }

  get app() {
    return this.service.app;
  }

  get deps(): Deps {
    return this.service.deps;
  }

  /** Publishes events as another service would. */
  get events(): EventProbe {
    if (!this.probe) throw new Error(`${this.service.name} has no messaging`);
    return this.probe;
  }

  /** Publishes an event and waits until the service has handled it. */
  async deliver<S extends Subject>(
    subject: S,
    data: EventData<S>,
    meta?: { eventId?: string; occurredAt?: string },
  ): Promise<void> {
    const trace = await this.events.publish(subject, data, meta);
    await eventually(() => this.handled.has(trace));
  }

  /** Recovers stored work, as after the failure of another instance. */
  async recover(): Promise<void> {
    await this.service.messaging?.failureDetector.recover();
  }

  /** Returns a collection of the service's database. */
  collection(name: string) {
    return this.service.database.connection.collection(name);
  }

  /**
   * Stops the service in the order of a shutdown, and drops its database.
   * @throws the first failure, after all steps
   */
  async stop(): Promise<void> {
    const { service, probe } = this;
    const steps = [
      () => service.stopIntake(),
      () => service.flush(),
      () => this.dropDatabase(),
      () => service.disconnect(),
      () => probe?.close(),
    ];
    const failures: unknown[] = [];
    for (const step of steps) await step()?.catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  private untilReady(seconds?: number): Promise<void> {
    return eventually(async () => {
      const missing = await this.service.notReady();
      if (missing.length > 0) throw new Error(`${this.service.name} is not ready: ${missing.join(', ')}`);
    }, seconds);
  }

  private async dropDatabase(): Promise<void> {
    const { connection } = this.service.database;
    // Without a connection the call would wait for one.
    if (connection.readyState === mongoose.ConnectionStates.connected) await connection.dropDatabase();
  }
}

/** Wraps a definition so that its listeners record the traces of the messages they have handled. */
const recording = <Config extends BaseConfig, Deps>(
  definition: ServiceDefinition<Config, Deps>,
  handled: Set<string>,
): ServiceDefinition<Config, Deps> => ({
  ...definition,
  setUp: (context) => {
    const { listeners = [], ...parts } = definition.setUp(context);
    const recorded = listeners.map(
      ({ subject, handle }): Listener => ({
        subject,
        handle: async (event) => {
          await handle(event);
          handled.add(event.meta.traceparent);
        },
      }),
    );
    return { ...parts, listeners: recorded };
  },
});
