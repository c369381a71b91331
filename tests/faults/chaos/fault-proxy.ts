import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Link } from './cluster.ts';

export interface FaultProxy extends Link {
  port: number;
  close(): void;
}

/**
 * Starts a TCP proxy that can cut and slow down the connections between two nodes.
 * @param target a port on this machine
 */
export async function startFaultProxy(name: string, target: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;

  const later = (act: () => void) => (delayMs > 0 ? setTimeout(act, delayMs) : act());
  /** Forwards data in one direction, in order. */
  const forward = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (data) => later(() => to.writable && to.write(data)));
    from.on('end', () => later(() => to.end()));
    // Closes the other side too.
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

  /** Resets all connections, and each new one as soon as it opens. */
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
