import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Link } from './cluster.ts';

/** A TCP proxy between two nodes that can be cut and slowed down. */
export class FaultProxy implements Link {
  readonly name: string;
  private readonly target: number;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private delayMs = 0;

  private constructor(name: string, target: number) {
    this.name = name;
    this.target = target;
    this.server = createServer((downstream) => this.relay(downstream));
  }

  /** @param target a port on this machine */
  static async start(name: string, target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(name, target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Resets every connection, and each new one as it is made. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Delays the bytes of both directions, in their order. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  heal(): void {
    this.isCut = false;
    this.delayMs = 0;
  }

  close(): void {
    this.server.close();
    this.cut();
  }

  private relay(downstream: Socket): void {
    if (this.isCut) return void downstream.resetAndDestroy();
    const upstream = connect(this.target, '127.0.0.1');
    this.pipe(downstream, upstream);
    this.pipe(upstream, downstream);
  }

  private pipe(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.setNoDelay(true);
    const later = (act: () => void) => (this.delayMs > 0 ? setTimeout(act, this.delayMs) : act());
    from.on('data', (data) => later(() => to.writable && to.write(data)));
    from.on('end', () => later(() => to.end()));
    // A connection ends on both sides.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      later(() => to.destroySoon());
    });
  }
}
