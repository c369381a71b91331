import type { OrderItem } from '@ecommerce/contracts';
import { MAX_ORDER_CENTS, MIN_ORDER_CENTS } from '@ecommerce/contracts/limits';
import { toCents, toDollars } from '@ecommerce/contracts/money';
import { ApiError } from '@ecommerce/service-kit/domain';

/** Sums prices in cents. @returns US dollars @throws ApiError when the total is outside the limits of a charge */
export function totalOf(items: Pick<OrderItem, 'priceSnapshot' | 'quantity'>[]): number {
  const cents = items.reduce((sum, item) => sum + toCents(item.priceSnapshot) * item.quantity, 0);
  if (cents < MIN_ORDER_CENTS) throw new ApiError('order_total_too_low', { field: 'items' });
  if (cents > MAX_ORDER_CENTS) throw new ApiError('order_total_too_high', { field: 'items' });
  return toDollars(cents);
}
