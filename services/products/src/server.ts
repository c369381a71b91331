import { runService } from '@ecommerce/service-kit/runtime';
import { productsService } from './service.ts';

await runService(productsService);
