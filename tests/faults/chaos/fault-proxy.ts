import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The connection between two parts, as a proxy that can be cut and slowed down. */
export class FaultProxy {
  readonly name: string;
  private readonly target: number;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private delayMs = 0;

  private constructor(name: string, target: number) {
    this.name = name;
    this.target = target;
    this.server = createServer((near) => this.relay(near));
  }

  /** @param target the port on this machine that it leads to */
  static async lay(name: string, target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(name, target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Breaks every connection, and each new one at once. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Whatever is sent, either way, arrives so much later, in its order. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  heal(): void {
    this.isCut = false;
    this.delayMs = 0;
  }

  remove(): void {
    this.server.close();
    this.cut();
  }

  private relay(near: Socket): void {
    if (this.isCut) return void near.resetAndDestroy();
    const far = connect(this.target, '127.0.0.1');
    this.join(near, far);
    this.join(far, near);
  }

  private join(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.setNoDelay(true);
    const late = (act: () => void) => (this.delayMs > 0 ? setTimeout(act, this.delayMs) : act());
    from.on('data', (data) => late(() => to.writable && to.write(data)));
    from.on('end', () => late(() => to.end()));
    // One that breaks takes the other with it, as a cable would.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      late(() => to.destroySoon());
    });
  }
}
