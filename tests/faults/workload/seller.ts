import type { Product } from '@ecommerce/shared';
import { Client } from './client.ts';
import { productForm } from './product-form.ts';

/** Brings products into the shop, few of each, so that they sell out, and changes them while they are bought. */
export class Seller extends Client {
  /** What there is to buy, of all sellers. */
  readonly offers: string[] = [];
  private titles = 0;

  sellAndEdit(): Promise<void> {
    return this.visit([
      [3, () => this.offer()],
      [5, () => this.edit()],
      [1, () => this.look()],
    ]);
  }

  private async offer(): Promise<void> {
    const answer = await this.ask([201], 'POST', '/api/products', this.form());
    if (!answer) return;
    this.history.products.push(answer.body.id);
    this.offers.push(answer.body.id);
  }

  private async edit(): Promise<void> {
    if (this.offers.length === 0) return this.offer();
    const answer = await this.ask([200], 'PUT', `/api/products/${this.random.pick(this.offers)}`, () =>
      this.form(),
    );
    if (answer) this.see([answer.body]);
  }

  private async look(): Promise<void> {
    const answer = await this.ask([200], 'GET', '/api/products?mine=true');
    if (answer) this.see(answer.body);
  }

  private see(products: Product[]): void {
    this.history.lowest = Math.min(this.history.lowest, ...products.map(({ quantity }) => quantity));
  }

  /** Each with a title of its own, by which an edit is told from a sale in the end; also one that is sent again. */
  private form(): object {
    const title = `Offer ${this.titles++} of ${this.random.integer(0, 1e9)}`;
    const price = this.random.integer(50, 6000) / 100;
    const product = { title, price, quantity: this.random.integer(1, 12) };
    return this.random.chance(0.15) ? productForm(product) : product;
  }
}
