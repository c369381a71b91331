import type { Shop } from '@ecommerce/test-kit';
import { ClientHistory } from '../checker/client-history.ts';
import { Buyer } from './buyer.ts';
import { Seller } from './seller.ts';

const SELLERS = 2;

/** Sellers and buyers that use the shop until `stop` is called. */
export class Workload {
  readonly history = new ClientHistory();
  readonly clients: (Seller | Buyer)[];
  private readonly closing = new AbortController();
  private readonly ended: Promise<unknown>;

  /** @param seed the same seed draws the same actions */
  constructor(shop: Shop, seed: string, buyerCount = 8) {
    const context = { shop, history: this.history, closed: this.closing.signal };
    const sellers = Array.from({ length: SELLERS }, (_, n) => new Seller(context, `${seed} s${n}`));
    const offers = () => sellers.flatMap((seller) => seller.offers);
    const buyers = Array.from({ length: buyerCount }, (_, n) => new Buyer(context, `${seed} b${n}`, offers));
    this.clients = [...sellers, ...buyers];
    this.ended = Promise.all(this.clients.map((client) => client.run()));
  }

  /** Stops the clients after their current actions. */
  async stop(): Promise<void> {
    this.closing.abort();
    await this.ended;
  }
}
