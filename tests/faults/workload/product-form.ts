import { png } from '../../../services/products/test/image-files.ts';

/** Creates the form of a product with an image. */
export function productForm(product: { title: string; price: number; quantity: number }): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(product)) form.set(name, String(value));
  form.set('image', new Blob([new Uint8Array(png)], { type: 'image/png' }), 'a.png');
  return form;
}
