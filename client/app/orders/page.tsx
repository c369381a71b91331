import { Order, PageQuery } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { Heading } from '@/components/heading';
import { LocalTime } from '@/components/local-time';
import { Empty, NoSuchPage, SessionEnded, Unavailable } from '@/components/notice';
import { Pager } from '@/components/pager';
import { StatusBadge } from '@/components/status-badge';
import type { Params } from '@/lib/catalog';
import { money } from '@/lib/money';
import { orderName } from '@/lib/order-status';
import { ask } from '@/lib/services';

export const metadata: Metadata = { title: 'Your orders' };
const SIZE = 20;

export default async function OrdersPage({ searchParams }: { searchParams: Promise<Params> }) {
  const page = PageQuery.shape.page.safeParse((await searchParams).page).data ?? 1;
  const answer = await ask('orders', `/api/orders?page=${page}&limit=${SIZE}`, z.array(Order));
  return (
    <>
      <Heading title="Your orders" />
      {!answer.ok ? (
        answer.reason === 'signedOut' ? (
          <SessionEnded path="/orders" />
        ) : (
          <Unavailable what="Your orders" again="/orders" />
        )
      ) : answer.data.length === 0 && answer.total > 0 ? (
        <NoSuchPage first="/orders" />
      ) : answer.data.length === 0 ? (
        <Empty
          title="No orders yet"
          action={
            <Link href="/" className="button-primary">
              Find something good
            </Link>
          }
        >
          What you order is kept here, with everything that happens to it.
        </Empty>
      ) : (
        <ul className="flex flex-col gap-4">
          {answer.data.map((order) => (
            <Row key={order.id} order={order} />
          ))}
        </ul>
      )}
      {answer.ok && (
        <Pager page={page} total={answer.total} size={SIZE} href={(to) => `/orders?page=${to}`} />
      )}
    </>
  );
}

const Row = ({ order }: { order: Order }) => (
  <li className="panel relative flex flex-wrap items-center gap-x-6 gap-y-2 p-4 hover:border-edge sm:p-5">
    <div className="min-w-0 flex-1 basis-64">
      <h2 className="font-sans text-base font-medium tracking-normal">
        <Link
          href={`/orders/${order.id}`}
          prefetch={false}
          className="rounded-sm after:absolute after:inset-0 after:rounded-xl focus-visible:outline-none focus-visible:after:outline-[2.5px] focus-visible:after:outline-offset-2 focus-visible:after:outline-accent"
        >
          Order {orderName(order.id)}
        </Link>
      </h2>
      <p className="mt-1 line-clamp-2 wrap-anywhere text-soft">
        {order.items
          .map(({ titleSnapshot, quantity }) =>
            quantity > 1 ? `${titleSnapshot} × ${quantity}` : titleSnapshot,
          )
          .join(', ')}
      </p>
    </div>
    <p className="text-sm text-soft">
      <LocalTime at={order.createdAt} />
    </p>
    <div className="flex w-full items-center justify-between gap-6 sm:w-auto">
      <StatusBadge order={order} />
      <p className="min-w-20 text-right font-semibold tabular-nums">{money(order.total)}</p>
    </div>
  </li>
);
