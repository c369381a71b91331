import { EventEmitter } from 'node:events';
import type { Bus } from '@ecommerce/service-kit/messaging';
import { BusUnavailable } from '@ecommerce/service-kit/messaging';

interface Published {
  eventId: string;
  version: number;
}

/** In-memory broker that can be unavailable, fail and delay acks; records the accepted messages. */
export class MemoryBus implements Bus {
  readonly serverId = undefined;
  readonly published: Published[] = [];
  /** Called before each message is accepted; may throw or delay it. */
  beforeAck: (message: Published) => unknown = () => {};
  private isReady = true;
  private readonly emitter = new EventEmitter();

  get ready(): boolean {
    return this.isReady;
  }

  set ready(ready: boolean) {
    this.isReady = ready;
    if (ready) this.emitter.emit('ready');
  }

  async publish(_subject: string, text: string): Promise<void> {
    if (!this.isReady) throw new BusUnavailable('not connected');
    const { version, meta } = JSON.parse(text);
    const message = { version, eventId: meta.eventId };
    await this.beforeAck(message);
    this.published.push(message);
  }

  onReady(listener: () => void): void {
    this.emitter.on('ready', listener);
  }

  start(): void {}
  subscribe(): void {}
  async read(): Promise<void> {}
  async tail(): Promise<void> {}
  async stopListening(): Promise<void> {}
  async close(): Promise<void> {}

  lost(): Promise<Error> {
    return new Promise(() => {});
  }
}
