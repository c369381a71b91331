export { imageEnv, toImagePath, toImageUrl } from './image-url.ts';
export { ProductCatalog, type ProductReplica } from './product-replica.ts';
