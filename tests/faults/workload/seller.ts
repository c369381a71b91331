import { Client } from './client.ts';
import { withImage } from './product-image.ts';

/** Offers products with few units, so that they sell out, and edits and removes them during sales. */
export class Seller extends Client {
  /** Ids of this seller's products. */
  readonly offers: string[] = [];
  private titles = 0;

  run(): Promise<void> {
    return this.repeat([
      [1, () => this.signInAgain()],
      [3, () => this.offer()],
      [5, () => (this.offers.length > 0 ? this.edit(this.random.pick(this.offers)) : this.offer())],
      [1, () => (this.offers.length > 0 ? this.remove(this.random.pick(this.offers)) : this.offer())],
      [1, () => this.review()],
    ]);
  }

  /** @param product overrides the random fields */
  async offer(product?: object): Promise<string | undefined> {
    const result = await this.request([201], (api) => api.POST('/api/products', this.product(product)));
    if (!result?.data) return undefined;
    this.history.products.push(result.data.id);
    this.offers.push(result.data.id);
    return result.data.id;
  }

  /** @param product overrides the random fields */
  async edit(id: string, product?: object): Promise<void> {
    const result = await this.request([200], (api) =>
      api.PUT('/api/products/{id}', { params: { path: { id } }, ...this.product(product) }),
    );
    if (result?.data) this.observe([result.data]);
  }

  /** Removes a product. 404 means that an unanswered attempt has removed it. */
  async remove(id: string): Promise<void> {
    this.offers.splice(this.offers.indexOf(id), 1);
    await this.request([200, 404], () => this.person.removeProduct(id));
  }

  private async review(): Promise<void> {
    const result = await this.request([200], (api) =>
      api.GET('/api/products', { params: { query: { mine: true } } }),
    );
    this.observe(result?.data ?? []);
  }

  /** Draws the body of a request. Each attempt gets a new title, so that the checker can tell an edit from a sale. */
  private product(fields?: object) {
    const product = {
      title: `Offer ${this.titles++} of ${this.random.integer(0, 1e9)}`,
      price: this.random.integer(50, 6000) / 100,
      quantity: this.random.integer(1, 12),
      ...fields,
    };
    return !fields && this.random.chance(0.15) ? withImage(product) : { body: product };
  }
}
