import type { Cart } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Heading } from '@/components/heading';
import { Loaded } from '@/components/loaded';
import { Empty } from '@/components/notice';
import { OrderLines } from '@/components/order-lines';
import { PlaceOrder } from '@/components/place-order';
import { obstacleOf } from '@/lib/cart-obstacle';
import { authorize, readCart, readVisitor } from '@/lib/visitor';

export const metadata: Metadata = { title: 'Checkout' };

export default async function CheckoutPage() {
  const [visitor, cart] = await Promise.all([readVisitor(), readCart()]);
  return (
    <div className="mx-auto max-w-2xl">
      <Heading title="Checkout" />
      <Loaded result={authorize(visitor, cart)} subject="Your cart" path="/checkout">
        {({ items }) => (items.length > 0 ? <Checkout items={items} /> : <NothingToOrder />)}
      </Loaded>
    </div>
  );
}

const obstacles = {
  removed: 'Some products in your cart are no longer available.',
  stock: 'Some products in your cart are no longer in stock in the quantity you chose.',
};

const Checkout = ({ items }: Cart) => {
  const obstacle = obstacleOf(items);
  return (
    <div className="panel">
      <OrderLines lines={items} />
      <div className="border-t border-line p-5">
        {obstacle ? (
          <>
            <p className="mb-5 text-warn">{obstacles[obstacle]}</p>
            <Link href="/cart" className="button-primary w-full">
              Edit cart
            </Link>
          </>
        ) : (
          <PlaceOrder />
        )}
      </div>
    </div>
  );
};

const NothingToOrder = () => (
  <Empty
    title="Your cart is empty"
    links={[
      { href: '/', label: 'Browse products' },
      { href: '/orders', label: 'Your orders' },
    ]}
  >
    Already paid? You will find it in your orders.
  </Empty>
);
