import { toFormData } from '@ecommerce/api-client';
import { png } from '../../../services/products/test/image-files.ts';

/** Adds an image to a product. A product with an image is sent as a form. */
export const withImage = <Product extends object>(product: Product) => ({
  body: { ...product, image: new File([new Uint8Array(png)], 'a.png', { type: 'image/png' }) },
  bodySerializer: toFormData,
});
