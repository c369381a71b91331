/** The observations of all clients while faults were injected. */
export class ClientHistory {
  /** Ids that were answered with 201. */
  users: string[] = [];
  products: string[] = [];
  orders: string[] = [];
  /** The buyer of each order request that failed with an unanswered attempt, so that the order may exist. */
  unacknowledgedOrders: string[] = [];
  /** Payments that were answered with 201. */
  payments: { orderId: string; stripeId: string }[] = [];
  /** The lowest quantity in any answer. */
  lowest = 0;
  /** Answers that no client should get, such as a 500. */
  failures: string[] = [];
}
