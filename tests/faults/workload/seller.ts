import { Client } from './client.ts';
import { productForm } from './product-form.ts';

/** Offers products with few units, so that they sell out, and edits them during sales. */
export class Seller extends Client {
  /** Ids of this seller's products. */
  readonly offers: string[] = [];
  private titles = 0;

  run(): Promise<void> {
    return this.repeat([
      [3, () => this.offer()],
      [5, () => (this.offers.length > 0 ? this.edit(this.random.pick(this.offers)) : this.offer())],
      [1, () => this.review()],
    ]);
  }

  /** @param product overrides the random fields */
  async offer(product?: object): Promise<string | undefined> {
    const answer = await this.request([201], 'POST', '/api/products', () => this.product(product));
    if (!answer) return undefined;
    this.history.products.push(answer.body.id);
    this.offers.push(answer.body.id);
    return answer.body.id;
  }

  /** @param product overrides the random fields */
  async edit(id: string, product?: object): Promise<void> {
    const answer = await this.request([200], 'PUT', `/api/products/${id}`, () => this.product(product));
    if (answer) this.observe([answer.body]);
  }

  private async review(): Promise<void> {
    const answer = await this.request([200], 'GET', '/api/products?mine=true');
    this.observe(answer?.body ?? []);
  }

  /** Draws a product with a unique title, even for a repeated request, so the checker can tell an edit from a sale. */
  private product(fields?: object): object {
    const product = {
      title: `Offer ${this.titles++} of ${this.random.integer(0, 1e9)}`,
      price: this.random.integer(50, 6000) / 100,
      quantity: this.random.integer(1, 12),
      ...fields,
    };
    return !fields && this.random.chance(0.15) ? productForm(product) : product;
  }
}
