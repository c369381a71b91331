import { OrderLifetimeSeconds } from '@ecommerce/contracts';
import { baseEnv, busEnv, defineService, httpUrl, sessionEnv } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';
import { ChargeService } from './charge-service.ts';
import { paymentListeners } from './listeners.ts';
import { OrdersClient } from './orders-client.ts';
import { paymentAggregate } from './payment-aggregate.ts';
import { reconciler } from './reconciler.ts';
import { Refunder } from './refunder.ts';
import { routes } from './routes.ts';
import { StripeGateway } from './stripe-gateway.ts';
import { DeclineCounter, declineExpiry, userDeclinesAggregate } from './user-declines.ts';

const env = z
  .object({
    ...baseEnv,
    ...sessionEnv,
    ...busEnv,
    ORDERS_URL: httpUrl,
    ORDER_LIFETIME_SECONDS: OrderLifetimeSeconds,
    STRIPE_SECRET_KEY: z
      .string()
      .regex(/^(sk|rk)_/, 'must be a secret key of Stripe (sk_... or rk_...)')
      .optional(),
    /** The emulator that replaces Stripe when no key is set. */
    STRIPE_EMULATOR_URL: httpUrl.optional(),
    /** Declined cards of a user within 24 hours; further payments get 429. */
    DECLINES_PER_USER: z.coerce.number().int().min(1).default(20),
  })
  .refine((config) => config.STRIPE_SECRET_KEY ?? config.STRIPE_EMULATOR_URL, {
    path: ['STRIPE_SECRET_KEY'],
    message: 'is required unless STRIPE_EMULATOR_URL is set',
  });

/** Charges each order at most once. Refunds orders that are cancelled or lack stock. */
export const paymentsService = defineService({
  name: 'payments',
  env,
  routes,
  setUp({ config, log, aggregates }) {
    const payments = aggregates(paymentAggregate);
    const stripe = new StripeGateway(config);
    const userDeclines = aggregates(userDeclinesAggregate);
    const declines = new DeclineCounter(userDeclines, config.DECLINES_PER_USER);
    const orderLifetimeSeconds = config.ORDER_LIFETIME_SECONDS;
    const charges = new ChargeService({ payments, declines, stripe, orderLifetimeSeconds, log });
    const refunder = new Refunder(payments, stripe, log);
    return {
      deps: { payments, charges, orders: new OrdersClient(config.ORDERS_URL) },
      listeners: paymentListeners(payments),
      workers: [reconciler({ payments, charges, refunder, log }), declineExpiry(userDeclines, log)],
    };
  },
});
