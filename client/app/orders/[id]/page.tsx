import { Id, Order } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { BackIcon } from '@/components/icons';
import { Empty, SessionEnded, Unavailable } from '@/components/notice';
import { OrderView } from '@/components/order-view';
import { orderName } from '@/lib/order-status';
import { ask } from '@/lib/services';
import { readUser } from '@/lib/visitor';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Order ${orderName((await params).id)}` };
}

export default async function OrderPage({ params }: Props) {
  const id = Id.safeParse((await params).id).data ?? notFound();
  const [answer, { user }] = await Promise.all([ask('orders', `/api/orders/${id}`, Order), readUser()]);
  const path = `/orders/${id}`;
  if (answer.ok)
    return (
      <>
        <Link href="/orders" className="link mb-4 inline-flex min-h-11 items-center gap-1">
          <BackIcon /> Your orders
        </Link>
        <OrderView order={answer.data} stripeKey={process.env.STRIPE_PUBLISHABLE_KEY || null} />
      </>
    );
  if (answer.reason === 'missing') notFound();
  if (answer.reason === 'unavailable') return <Unavailable what="This order" again={path} />;
  return user ? (
    <Empty
      title="This order belongs to another account"
      action={
        <Link href="/orders" className="button-primary">
          Your orders
        </Link>
      }
    >
      You are signed in as {user.email}.
    </Empty>
  ) : (
    <SessionEnded path={path} />
  );
}
