import { type AggregateStore, type Decision, updateAggregate } from '@ecommerce/service-kit/persistence';
import type { Clock } from '@ecommerce/service-kit/runtime';
import { type Product, productRemovedEvents, restoredCreationTime } from './product.ts';
import { changedImage } from './product-image.ts';

/*
 * The document of a removed product is deleted when its event is published, so that products that come and go leave nothing
 * behind. An unpaid order may name it: the allocation saga rejects a payment for a product that is removed or missing. If
 * units were reserved for a payment, the document remains as an archive, without its image: an order that was paid refers to
 * it, and a refund returns the units.
 */

/** Returns a product, or null if it is removed: to everyone, also its seller, it no longer exists. */
export const notRemoved = (product: Product | null): Product | null => (product?.removedAt ? null : product);

/** Decides the removal of a product and its image. */
export function removal(product: Product, clock: Clock): Decision<Product, undefined> {
  const set = { removedAt: clock.now(), ...changedImage(product, null), ...restoredCreationTime(product) };
  const hasImages = (set.discardedImages ?? product.discardedImages).length > 0;
  // The document names its images until they are removed.
  return { set, events: productRemovedEvents, deletes: !product.isOrdered && !hasImages };
}

/** Whether the document of a removed product can be deleted. */
export const isDisposable = (product: Product): boolean =>
  product.removedAt !== undefined && product.deletedAt === undefined && !product.isOrdered;

/**
 * Deletes the document of a removed product whose images are removed. A deletion has an event like every change; listeners
 * treat it as a repeated removal.
 */
export async function dispose(products: AggregateStore<Product>, product: Product): Promise<void> {
  await updateAggregate(products, product, (current) =>
    isDisposable(current)
      ? { set: { discardedImages: [] }, events: productRemovedEvents, deletes: true }
      : undefined,
  );
}

/** Removes all products of a user. Idempotent; a failure in between leaves the others to the next call. */
export async function removeProductsOf(products: AggregateStore<Product>, userId: string): Promise<void> {
  const filter = { userId, removedAt: { $exists: false } };
  const own = products.model.find(filter, { _id: 1 }).lean<Pick<Product, '_id'>[]>();
  for await (const { _id } of own.cursor())
    await updateAggregate(products, _id, (product) =>
      notRemoved(product) ? removal(product, products.clock) : undefined,
    );
}
