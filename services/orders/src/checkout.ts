import { BadRequest, Cart, fetchJson, NotFound, type OrderItem, toCents, toDollars } from '@ecommerce/shared';
import type { ProductCatalog } from '@ecommerce/shared/product-catalog';
import { z } from 'zod';

/** What Stripe charges at once: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MIN_CENTS = 50;
const MAX_CENTS = 99_999_999;

/** Of a cart no more than counts here: what it shows of its products may change without orders. */
const CartLines = z.object({
  items: z.array(Cart.shape.items.element.pick({ productId: true, quantity: true })),
});

export interface Line {
  productId: string;
  quantity: number;
}

/** Makes an order's items out of what the buyer wants. */
export class Checkout {
  private readonly catalog: ProductCatalog;
  private readonly cartUrl: string;

  constructor(catalog: ProductCatalog, cartUrl: string) {
    this.catalog = catalog;
    this.cartUrl = cartUrl;
  }

  /** The caller's cart. @throws BadRequest when it is empty; Unavailable when cart is away */
  async cartOf(cookie: string | undefined): Promise<Line[]> {
    const { items } = await fetchJson(`${this.cartUrl}/api/cart`, CartLines, { cookie });
    if (items.length === 0) throw new BadRequest('Your cart is empty', 'items');
    return items;
  }

  /** Titles and prices as of now. @throws BadRequest for a product that is unknown or not there in that number */
  async snapshot(lines: Line[]): Promise<OrderItem[]> {
    return Promise.all(lines.map((line, index) => this.item(line, index)));
  }

  private async item({ productId, quantity }: Line, index: number): Promise<OrderItem> {
    const product = await this.catalog.find(productId).catch((error: unknown) => {
      if (error instanceof NotFound)
        throw new BadRequest('There is no such product', `items.${index}.productId`);
      throw error;
    });
    if (product.quantity < quantity)
      throw new BadRequest(
        product.quantity === 0
          ? `${product.title} is sold out`
          : `Only ${product.quantity} of ${product.title} left`,
        `items.${index}.quantity`,
      );
    return { productId, titleSnapshot: product.title, priceSnapshot: product.price, quantity };
  }
}

/** The sum in dollars, made in cents. @throws BadRequest when Stripe could not charge it */
export function totalOf(items: OrderItem[]): number {
  const cents = items.reduce((sum, item) => sum + toCents(item.priceSnapshot) * item.quantity, 0);
  if (cents < MIN_CENTS) throw new BadRequest('An order comes to at least $0.50', 'items');
  if (cents > MAX_CENTS) throw new BadRequest('An order comes to at most $999,999.99', 'items');
  return toDollars(cents);
}
