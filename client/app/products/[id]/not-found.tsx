import type { Metadata } from 'next';
import { ProductNotFound } from '@/components/product-not-found';

export const metadata: Metadata = { title: 'Product not found' };

export default ProductNotFound;
