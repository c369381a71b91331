import type { Order } from '@ecommerce/contracts';
import { useEffect } from 'react';
import { api, outcomeOf } from '@/lib/api';
import { useAccountCart } from './session-provider';

/** The cart service usually receives the payment event within this time. */
const POLL_INTERVAL_MS = 1500;
const MAX_POLLS = 5;

/** Updates the cart in the header after the payment, when the cart service removes the paid products. */
export function useCartAfterPayment({ items }: Order, paid: boolean): void {
  const [, setCart] = useAccountCart();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the order is paid
  useEffect(() => {
    const ordered = (line: { productId: string }) =>
      items.some(({ productId }) => productId === line.productId);
    const poll = async () => {
      for (let polls = 0; polls < MAX_POLLS; polls++) {
        await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
        const cart = await outcomeOf(api.GET('/api/cart'));
        if (!cart.ok) continue;
        setCart(cart.data);
        if (!cart.data.items.some(ordered)) return;
      }
    };
    if (paid) poll();
  }, [paid]);
}
