import { ApiError } from '@ecommerce/service-kit/http';
import { z } from 'zod';
import type { Catalog } from './catalog/catalog.ts';

/** Limits of what one user can have in the shop. */
export const quotaEnv = {
  QUOTA_PRODUCTS: z.coerce.number().int().min(1).default(1000),
  /** Bytes of images as they are stored. */
  QUOTA_IMAGE_BYTES: z.coerce.number().int().min(1).default(1_000_000_000),
};
type Quotas = z.infer<z.ZodObject<typeof quotaEnv>>;

/**
 * Quotas of sellers, counted in the catalog, so that a check costs no database command. The catalog of an instance learns of
 * other instances' products by their events: requests sent to several instances at once can exceed a quota by what arrives
 * meanwhile.
 */
export class SellerQuotas {
  private readonly catalog: Catalog;
  private readonly quotas: Quotas;
  /** Products that this instance is creating, by user. */
  private readonly creating = new Map<string, number>();

  constructor(catalog: Catalog, quotas: Quotas) {
    this.catalog = catalog;
    this.quotas = quotas;
  }

  /** @throws ApiError `quota_products` */
  assertRoomForProduct(userId: string): void {
    const products = this.catalog.countOf(userId) + (this.creating.get(userId) ?? 0);
    if (products >= this.quotas.QUOTA_PRODUCTS) throw new ApiError('quota_products');
  }

  /** Creates a product, which counts from the start. @throws ApiError `quota_products` */
  async whileCreating<T>(userId: string, create: () => Promise<T>): Promise<T> {
    this.assertRoomForProduct(userId);
    this.creating.set(userId, (this.creating.get(userId) ?? 0) + 1);
    try {
      return await create();
    } finally {
      const left = (this.creating.get(userId) ?? 0) - 1;
      if (left > 0) this.creating.set(userId, left);
      else this.creating.delete(userId);
    }
  }

  /** @throws ApiError `quota_images` */
  assertImageFits(userId = '', bytes: number): void {
    if (this.catalog.imageBytesOf(userId) + bytes > this.quotas.QUOTA_IMAGE_BYTES)
      throw new ApiError('quota_images', { field: 'image' });
  }
}
