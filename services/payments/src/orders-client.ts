import { Order } from '@ecommerce/contracts';
import { fetchJson } from '@ecommerce/service-kit/http';

/** Fetches an order whose event has not arrived yet, with its buyer's session. */
export class OrdersClient {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** @throws ApiError `order_not_found` or `not_owner` as orders answers; `unavailable` while orders is down */
  fetchOrder(orderId: string, cookie: string | undefined): Promise<Order> {
    return fetchJson(`${this.url}/api/orders/${orderId}`, Order, { cookie, notFound: 'order_not_found' });
  }
}
