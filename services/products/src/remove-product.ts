import { type AggregateStore, type Decision, updateAggregate } from '@ecommerce/service-kit/persistence';
import type { Clock } from '@ecommerce/service-kit/runtime';
import { type Product, productRemovedEvents, restoredCreationTime } from './product.ts';
import { changedImage } from './product-image.ts';

/*
 * A removed product remains as an archive, without its image. Orders placed before the removal can still be paid, which the
 * allocation saga rejects, or refunded, which returns the units. Products does not know which orders name a product, and a
 * document of some hundred bytes costs less than finding out.
 */

/** Returns a product, or null if it is removed: to everyone, also its seller, it no longer exists. */
export const notRemoved = (product: Product | null): Product | null => (product?.removedAt ? null : product);

/** Decides the removal of a product and its image. */
export const removal = (product: Product, clock: Clock): Decision<Product, undefined> => ({
  set: { removedAt: clock.now(), ...changedImage(product, null), ...restoredCreationTime(product) },
  events: productRemovedEvents,
});

/** Removes all products of a user. Idempotent; a failure in between leaves the others to the next call. */
export async function removeProductsOf(products: AggregateStore<Product>, userId: string): Promise<void> {
  const filter = { userId, removedAt: { $exists: false } };
  const own = products.model.find(filter, { _id: 1 }).lean<Pick<Product, '_id'>[]>();
  for await (const { _id } of own.cursor())
    await updateAggregate(products, _id, (product) =>
      notRemoved(product) ? removal(product, products.clock) : undefined,
    );
}
