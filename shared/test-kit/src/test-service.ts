import type { EventData, Subject } from '@ecommerce/contracts';
import type { Listener } from '@ecommerce/service-kit/messaging';
import {
  type BaseConfig,
  type BusConfig,
  Service,
  type ServiceDefinition,
} from '@ecommerce/service-kit/runtime';
import { EventProbe } from './event-probe.ts';
import { eventually } from './eventually.ts';
import { testEnv, testLog } from './fixtures.ts';
import { testBusEnv, testDatabaseUrl } from './test-servers.ts';

interface Options {
  /** Variables of this service, beside those of every service. */
  env?: Record<string, string>;
  /** Subjects whose events `payloads` returns. */
  watch?: Subject[];
}

/**
 * The definition of a service, run in this process on the real test servers, with a database and channels of its own. Each
 * answer is checked against the schemas and errors of its route.
 */
export class TestService<Config extends BaseConfig, Deps> {
  readonly service: Service<Config, Deps>;
  private readonly probe: EventProbe | undefined;
  /** The traces of the messages that the service has handled. */
  private readonly handled: Set<string>;

  private constructor(service: Service<Config, Deps>, watch: Subject[], handled: Set<string>) {
    this.service = service;
    this.handled = handled;
    if (service.messaging) this.probe = new EventProbe(service.config as Config & BusConfig, watch);
  }

  static async start<Config extends BaseConfig, Deps>(
    definition: ServiceDefinition<Config, Deps>,
    { env = {}, watch = [] }: Options = {},
  ): Promise<TestService<Config, Deps>> {
    const handled = new Set<string>();
    const service = new Service(recording(definition, handled), {
      env: { ...testEnv, MONGO_URL: testDatabaseUrl(), ...testBusEnv(), ...env },
      log: testLog,
      checkAnswers: true,
    });
    const test = new TestService(service, watch, handled);
    await Promise.all([service.start(), test.probe?.start()]);
    await eventually(async () => (await service.notReady()).length === 0);
    return test;
  }

  get app() {
    return this.service.app;
  }

  get deps(): Deps {
    return this.service.deps;
  }

  /** Publishes as another service would. */
  get events(): EventProbe {
    if (!this.probe) throw new Error(`${this.service.name} takes no part in events`);
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

  /** A collection of the service's database. */
  collection(name: string) {
    return this.service.database.connection.collection(name);
  }

  async stop(): Promise<void> {
    await this.service.stopIntake();
    await this.service.flush();
    await this.service.database.connection.dropDatabase();
    await this.service.disconnect();
    await this.probe?.close();
  }
}

/** The same definition, whose listeners record the traces of what they have handled. */
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
