/** Observations of all clients while faults are injected. */
export class ClientHistory {
  /** Ids of created users; a list for each kind of resource that a 201 acknowledged. */
  users: string[] = [];
  /** Users whose deletion a 200 acknowledged. */
  deletedUsers: string[] = [];
  products: string[] = [];
  /** Sessions that a 200 to a sign-out acknowledged as ended. */
  endedSessions: string[] = [];
  orders: string[] = [];
  /** The buyer of each failed order request with an unanswered attempt: its order may exist. */
  unacknowledgedOrders: string[] = [];
  /** Payments that a 201 acknowledged. */
  payments: { orderId: string; stripeId: string }[] = [];
  /** The lowest quantity in any response. */
  lowest = 0;
  /** Responses that no client should get, such as a 500. */
  failures: string[] = [];
}
