import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { createApp } from '../src/app.ts';
import { type Fault, Faults } from '../src/faults.ts';
import { Store } from '../src/store.ts';
import { KEY, sdk } from './sdk.ts';

export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'stripe-emulator-'));

/** The emulator in this process, with its own port and folder. */
export class Emulator {
  readonly stripe: Stripe;
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly faults: Faults;
  readonly folder: string;
  private readonly server: Server;

  private constructor(server: Server, store: Store, faults: Faults, folder: string) {
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
    this.stripe = sdk(this.port);
    this.server = server;
    this.store = store;
    this.faults = faults;
    this.folder = folder;
  }

  static async open(folder?: string): Promise<Emulator> {
    const dataDir = folder ?? (await newFolder());
    const store = new Store(dataDir);
    const faults = new Faults();
    const server = createApp(store, faults, KEY).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Emulator(server, store, faults, dataDir);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
    this.store.close();
    await rm(this.folder, { recursive: true });
  }

  /** Sends a request with the key, without the SDK. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${KEY}`, ...init.headers };
    return fetch(this.url + path, { ...init, headers });
  }

  post(path: string, body: string, type = 'application/x-www-form-urlencoded'): Promise<Response> {
    return this.fetch(path, { method: 'POST', body, headers: { 'content-type': type } });
  }

  async inject(fault: Partial<Fault>): Promise<void> {
    const body = JSON.stringify({ match: 'payment_intents', ...fault });
    const { status } = await this.post('/_emulator/faults', body, 'application/json');
    if (status !== 201) throw new Error(`the emulator rejected the fault with status ${status}`);
  }

  intentsOf(orderId: string) {
    return [...this.store.intents.values()].filter(({ metadata }) => metadata.orderId === orderId);
  }
}
