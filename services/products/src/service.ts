import { imageEnv } from '@ecommerce/service-kit/read-models';
import { baseEnv, busEnv, defineService, sessionEnv } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';
import { stockAllocationAggregate } from './allocation-aggregate.ts';
import { AllocationSaga } from './allocation-saga.ts';
import { Catalog } from './catalog/catalog.ts';
import { CatalogSync } from './catalog/catalog-sync.ts';
import { ImageGarbageCollector } from './image-gc.ts';
import { ImageStore, imageStoreEnv } from './image-store.ts';
import { catalogFollowers, productListeners } from './listeners.ts';
import { productAggregate } from './product.ts';
import { ProductUploads } from './product-uploads.ts';
import { routes } from './routes.ts';
import { quotaEnv, SellerQuotas } from './seller-quotas.ts';
import { Stock } from './stock.ts';

/** Manages products and their images, and allocates stock to payments. */
export const productsService = defineService({
  name: 'products',
  env: z.object({ ...baseEnv, ...sessionEnv, ...busEnv, ...imageEnv, ...imageStoreEnv, ...quotaEnv }),
  routes,
  setUp({ config, log, aggregates }) {
    const products = aggregates(productAggregate);
    const catalog = new Catalog();
    const sync = new CatalogSync(catalog, products, log);
    const allocations = aggregates(stockAllocationAggregate);
    const images = new ImageStore(config);
    const imageCollector = new ImageGarbageCollector(images, products, log);
    const quotas = new SellerQuotas(catalog, config);
    const uploads = new ProductUploads(images, imageCollector, quotas);
    const saga = new AllocationSaga(allocations, new Stock(products, allocations));
    return {
      deps: {
        catalog,
        products,
        uploads,
        quotas,
        imageCollector,
        imagesUrl: config.PUBLIC_MEDIA_URL,
        images,
        saga,
      },
      listeners: productListeners(saga, products),
      followers: catalogFollowers(sync),
      workers: [imageCollector, sync],
      readiness: { catalog: () => catalog.isComplete },
    };
  },
});
