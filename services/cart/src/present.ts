import { type Cart as CartView, mediaAddress } from '@ecommerce/shared';
import { ProductReplica } from '@ecommerce/shared/product-catalog';
import type { Cart } from './cart.ts';

/** A cart as the API shows it, with what is known of its products. */
export async function present(cart: Pick<Cart, 'items'> | null, mediaUrl: string): Promise<CartView> {
  const lines = cart?.items ?? [];
  const products = await ProductReplica.find({ _id: { $in: lines.map((line) => line.productId) } }).lean();
  const byId = new Map(products.map((product) => [product._id, product]));
  const items = lines.flatMap(({ productId, quantity }) => {
    const product = byId.get(productId);
    if (!product) return [];
    const { title, price, quantity: available } = product;
    const imageUrl = mediaAddress(product.imageUrl, mediaUrl);
    return [{ productId, quantity, title, price, imageUrl, available }];
  });
  return { items };
}
