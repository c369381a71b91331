import { runService } from '@ecommerce/service-kit/runtime';
import { paymentsService } from './service.ts';

await runService(paymentsService);
