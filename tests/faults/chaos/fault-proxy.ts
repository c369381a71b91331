import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Link } from './cluster.ts';

export interface FaultProxy extends Link {
  port: number;
  close(): void;
}

/**
 * Starts a TCP proxy between two nodes that can be cut and slowed down.
 * @param target a port on this machine
 */
export async function startFaultProxy(name: string, target: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;

  const later = (act: () => void) => (delayMs > 0 ? setTimeout(act, delayMs) : act());
  /** Forwards one direction, in order. */
  const forward = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (data) => later(() => to.writable && to.write(data)));
    from.on('end', () => later(() => to.end()));
    // A connection ends on both sides.
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      later(() => to.destroySoon());
    });
  };
  const server = createServer((downstream) => {
    if (isCut) return void downstream.resetAndDestroy();
    const upstream = connect(target, '127.0.0.1');
    forward(downstream, upstream);
    forward(upstream, downstream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  /** Resets every connection, and each new one as it is made. */
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    name,
    port: (server.address() as AddressInfo).port,
    cut,
    slow(ms) {
      delayMs = ms;
    },
    heal() {
      isCut = false;
      delayMs = 0;
    },
    close() {
      server.close();
      cut();
    },
  };
}
