import { Order } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { Heading } from '@/components/heading';
import { LocalTime } from '@/components/local-time';
import { Empty } from '@/components/notice';
import { PagedList } from '@/components/paged-list';
import { StatusBadge } from '@/components/status-badge';
import { listPath, parsePage, type SearchProps } from '@/lib/catalog';
import { formatMoney } from '@/lib/money';
import { orderNumber } from '@/lib/order-status';
import { read } from '@/lib/services';

export const metadata: Metadata = { title: 'Your orders' };
const SIZE = 20;

export default async function OrdersPage({ searchParams }: SearchProps) {
  const page = parsePage(await searchParams);
  const query = { page, limit: SIZE };
  const result = await read((api) => api.GET('/api/orders', { params: { query } }), z.array(Order));
  return (
    <>
      <Heading title="Your orders" />
      <PagedList
        result={result}
        subject="Your orders"
        page={page}
        size={SIZE}
        href={(to) => listPath('/orders', to)}
        empty={
          <Empty title="No orders yet" links={[{ href: '/', label: 'Browse products' }]}>
            Your orders and their status will appear here.
          </Empty>
        }
      >
        {(orders) => (
          <ul className="flex flex-col gap-4">
            {orders.map((order) => (
              <Row key={order.id} order={order} />
            ))}
          </ul>
        )}
      </PagedList>
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
          Order {orderNumber(order.id)}
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
      <p className="min-w-20 text-right font-semibold tabular-nums">{formatMoney(order.total)}</p>
    </div>
  </li>
);
