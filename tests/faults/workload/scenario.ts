import { randomUUID } from 'node:crypto';
import type { Shop } from '@ecommerce/test-kit';
import type { ClientHistory } from '../checker/client-history.ts';
import { Buyer } from './buyer.ts';
import { Seller } from './seller.ts';

const never = new AbortController().signal;

/** Uses every feature of the shop once. Tolerates crashes of any part. */
export async function runScenario(shop: Shop, history: ClientHistory): Promise<void> {
  const context = { shop, history, closed: never };
  const seller = new Seller(context, randomUUID());
  const [buyer, rival] = [new Buyer(context, randomUUID()), new Buyer(context, randomUUID())];
  const leaver = new Buyer(context, randomUUID());
  await Promise.all([seller, buyer, rival, leaver].map((client) => client.signUp()));

  const order = async (client: Buyer, productId: string) =>
    required(await client.order({ items: [{ productId, quantity: 1 }] }));
  const teapots = required(await seller.offer({ quantity: 100 }));
  const lastTeapot = required(await seller.offer({ quantity: 1 }));
  await seller.edit(teapots, { quantity: 100 });

  await buyer.fillCart([{ productId: teapots, quantity: 1 }]);
  await buyer.pay(await order(buyer, teapots));
  await buyer.payAfterDecline(await order(buyer, teapots));
  await buyer.cancel(await order(buyer, teapots));
  const raced = await order(buyer, teapots);
  await Promise.all([buyer.pay(raced), buyer.cancel(raced)]);

  const withdrawn = required(await seller.offer({ quantity: 5 }));
  const paidLate = await order(buyer, withdrawn);
  await seller.remove(withdrawn);
  await buyer.pay(paidLate);

  await buyer.signInAgain();
  await leaver.fillCart([{ productId: teapots, quantity: 1 }]);
  await leaver.deleteAccount();
  const rivals = [buyer, rival];
  const orders = await Promise.all(rivals.map((client) => order(client, lastTeapot)));
  await Promise.all(rivals.map((client, index) => client.pay(orders[index] ?? '')));
}

function required(id: string | undefined): string {
  if (!id) throw new Error('the shop rejected the request');
  return id;
}
