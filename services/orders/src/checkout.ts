import { Cart, type Line, type OrderItem } from '@ecommerce/contracts';
import { ApiError, fetchJson } from '@ecommerce/service-kit/http';
import type { ProductCatalog } from '@ecommerce/service-kit/read-models';
import { z } from 'zod';

/** Reads ids and quantities only, so that the cart service can change its other fields without orders. */
const CartLines = z.object({
  items: z.array(Cart.shape.items.element.pick({ productId: true, quantity: true })),
});

/** Turns the requested lines into order items. */
export class Checkout {
  private readonly catalog: ProductCatalog;
  private readonly cartUrl: string;

  constructor(catalog: ProductCatalog, cartUrl: string) {
    this.catalog = catalog;
    this.cartUrl = cartUrl;
  }

  /** Fetches the lines of the caller's cart. @throws ApiError `cart_empty`, or `unavailable` while cart is down */
  async cartOf(cookie: string | undefined): Promise<Line[]> {
    const { items } = await fetchJson(`${this.cartUrl}/api/cart`, CartLines, { cookie });
    if (items.length === 0) throw new ApiError('cart_empty', { field: 'items' });
    return items;
  }

  /** Copies the current titles and prices. @throws ApiError `unknown_product` or `out_of_stock` */
  async snapshot(lines: Line[]): Promise<OrderItem[]> {
    return Promise.all(lines.map((line, index) => this.item(line, index)));
  }

  private async item({ productId, quantity }: Line, index: number): Promise<OrderItem> {
    const product = await this.catalog.find(productId).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'product_not_found')
        throw unknownProduct(index, error.message);
      throw error;
    });
    if (product.quantity < quantity) throw outOfStock(product, index);
    return { productId, titleSnapshot: product.title, priceSnapshot: product.price, quantity };
  }
}

/** @param message names a removed product; by default that of the catalog of errors */
export const unknownProduct = (index: number, message?: string): ApiError =>
  new ApiError('unknown_product', { message, field: `items.${index}.productId` });

export const outOfStock = (
  { title, quantity }: { title: string; quantity: number },
  index: number,
): ApiError =>
  new ApiError('out_of_stock', {
    message: quantity === 0 ? `${title} is sold out.` : `Only ${quantity} of ${title} left.`,
    field: `items.${index}.quantity`,
  });
