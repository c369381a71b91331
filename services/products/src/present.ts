import type { Product as ProductView } from '@ecommerce/contracts';
import { toImageUrl } from '@ecommerce/service-kit/read-models';
import type { CatalogRow } from './catalog/catalog-row.ts';

/** A product as the API shows it, with the URL that browsers fetch its image from. */
export const present = (row: CatalogRow, imagesUrl: string): ProductView => ({
  ...row,
  imageUrl: toImageUrl(row.imageUrl, imagesUrl),
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});
