import { runService } from '@ecommerce/service-kit/runtime';
import { authService } from './service.ts';

await runService(authService);
