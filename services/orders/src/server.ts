import { runService } from '@ecommerce/service-kit/runtime';
import { ordersService } from './service.ts';

await runService(ordersService);
