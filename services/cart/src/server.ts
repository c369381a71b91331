import { runService } from '@ecommerce/service-kit/runtime';
import { cartService } from './service.ts';

await runService(cartService);
