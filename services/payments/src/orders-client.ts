import { Order } from '@ecommerce/contracts';
import { fetchJson } from '@ecommerce/service-kit/http';

/** Reads an order whose event has not arrived yet, in its buyer's name. */
export class OrdersClient {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** @throws ApiError `order_not_found` or `not_owner`, as orders answers; `unavailable` when it does not answer */
  fetchOrder(orderId: string, cookie: string | undefined): Promise<Order> {
    return fetchJson(`${this.url}/api/orders/${orderId}`, Order, { cookie, notFound: 'order_not_found' });
  }
}
