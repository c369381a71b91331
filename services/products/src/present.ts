import type { Product as ProductView } from '@ecommerce/contracts';
import { toImageUrl } from '@ecommerce/service-kit/read-models';
import type { CatalogRow } from './catalog/catalog-row.ts';

/** Formats a product as the API returns it. @param imagesUrl base URL from which browsers fetch images */
export const present = ({ imageBytes: _, ...row }: CatalogRow, imagesUrl: string): ProductView => ({
  ...row,
  imageUrl: toImageUrl(row.imageUrl, imagesUrl),
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});
