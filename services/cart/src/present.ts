import type { Cart as CartView } from '@ecommerce/contracts';
import { type ProductCatalog, toImageUrl } from '@ecommerce/service-kit/read-models';
import type { Cart } from './cart.ts';

/**
 * Formats a cart as the API returns it, with products from the replica. A line of a removed product stays, so that its
 * buyer sees why it cannot be ordered.
 * @param imagesUrl base URL from which browsers fetch images
 */
export async function present(
  cart: Cart | null,
  catalog: ProductCatalog,
  imagesUrl: string,
): Promise<CartView> {
  const lines = cart?.items ?? [];
  const products = await catalog.model.find({ _id: { $in: lines.map((line) => line.productId) } }).lean();
  const byId = new Map(products.map((product) => [product._id, product]));
  const items = lines.flatMap(({ productId, quantity }) => {
    const product = byId.get(productId);
    if (product?.title === undefined) return [];
    const { title, price, quantity: available, removed = false } = product;
    const imageUrl = toImageUrl(product.imageUrl, imagesUrl);
    return [{ productId, quantity, title, price, imageUrl, available, removed }];
  });
  return { items };
}
