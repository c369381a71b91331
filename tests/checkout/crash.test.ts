import { eventually, must, signUp } from '@ecommerce/test-kit';
import { serviceNames } from '../../tools/services/services.mjs';
import { moneyFor } from '../ledger.mjs';
import { useStack } from './stack.ts';

const stack = useStack();

test.each(serviceNames)(
  'every checkout completes although %s is killed and restarted during them',
  async (victim) => {
    const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
    const product = await seller.sell(100);
    const line = { productId: product.id, quantity: 1 };
    await must(201, buyer.api.POST('/api/cart/items', { body: line }));
    const orders = await Promise.all(Array.from({ length: 10 }, () => buyer.order(product.id)));

    const paying = orders.map(({ id }) => buyer.pay(id).catch(() => undefined));
    await paying[0];
    const [process] = stack().processes[victim];
    await process?.signal('SIGKILL');
    await Promise.all(paying);
    await process?.start();

    // A buyer who got no response reads the order and pays again until it is complete.
    await eventually(async () => {
      const open: string[] = [];
      for (const { id } of orders) if ((await buyer.statusOf(id)) !== 'Complete') open.push(id);
      await Promise.all(open.map((id) => buyer.pay(id)));
      return open.length === 0;
    }, 50);

    await buyer.untilStock(product.id, 90);
    await buyer.untilCartIsEmpty();
    const ledger = await stack().ledger();
    for (const { id } of orders) {
      const { charges, refunds } = moneyFor(ledger, id);
      expect(charges).toHaveLength(1);
      expect(refunds).toEqual([]);
    }
  },
);
