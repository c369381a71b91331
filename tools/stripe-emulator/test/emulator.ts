import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { createApp } from '../src/app.ts';
import type { Fault } from '../src/faults.ts';
import { Store } from '../src/store.ts';
import { KEY, sdk } from './sdk.ts';

/** The emulator, listening on a port and a folder of its own. */
export class Emulator {
  readonly stripe: Stripe;
  readonly port: number;
  readonly store: Store;
  private readonly server: Server;
  readonly folder: string;

  private constructor(server: Server, store: Store, folder: string) {
    this.port = (server.address() as AddressInfo).port;
    this.stripe = sdk(this.port);
    this.store = store;
    this.server = server;
    this.folder = folder;
  }

  static async open(): Promise<Emulator> {
    return Emulator.on(await mkdtemp(join(tmpdir(), 'stripe-emulator-')));
  }

  static async on(folder: string): Promise<Emulator> {
    const store = new Store(folder);
    const server = createApp(store, KEY).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Emulator(server, store, folder);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
    this.store.close();
    await rm(this.folder, { recursive: true });
  }

  /** A request as it is, past the SDK. */
  raw(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${KEY}`, ...init.headers };
    return fetch(`http://127.0.0.1:${this.port}${path}`, { ...init, headers });
  }

  post(path: string, body: string, type = 'application/x-www-form-urlencoded'): Promise<Response> {
    return this.raw(path, { method: 'POST', body, headers: { 'content-type': type } });
  }

  async fault(fault: Partial<Fault>): Promise<void> {
    const body = JSON.stringify({ match: 'payment_intents', ...fault });
    const { status } = await this.post('/_emulator/faults', body, 'application/json');
    if (status !== 201) throw new Error(`the fault was refused: ${status}`);
  }

  intentsOf(orderId: string) {
    return [...this.store.intents.values()].filter(({ metadata }) => metadata.orderId === orderId);
  }
}
