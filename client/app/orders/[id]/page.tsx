import { expiryOf, Id, Order, OrderLifetimeSeconds } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { BackIcon } from '@/components/icons';
import { Loaded } from '@/components/loaded';
import { OrderView } from '@/components/order-view';
import { orderNumber } from '@/lib/order-status';
import { read } from '@/lib/services';

interface Props {
  params: Promise<{ id: string }>;
}

/** Read here, because the variable is set when the container starts, not when it is built. */
const orderLifetimeSeconds = () =>
  OrderLifetimeSeconds.parse(process.env.ORDER_LIFETIME_SECONDS || undefined);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Order ${orderNumber((await params).id)}` };
}

export default async function OrderPage({ params }: Props) {
  const id = Id.safeParse((await params).id).data ?? notFound();
  const result = await read((api) => api.GET('/api/orders/{id}', { params: { path: { id } } }), Order);
  return (
    <Loaded result={result} subject="This order" path={`/orders/${id}`}>
      {(order) => (
        <>
          <Link href="/orders" className="link mb-4 inline-flex min-h-11 items-center gap-1">
            <BackIcon /> Your orders
          </Link>
          <OrderView
            initialOrder={order}
            stripeKey={process.env.STRIPE_PUBLISHABLE_KEY || null}
            payBefore={expiryOf(new Date(order.createdAt), orderLifetimeSeconds()).toISOString()}
          />
        </>
      )}
    </Loaded>
  );
}
