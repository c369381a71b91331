import type { Order } from '@ecommerce/contracts';
import { useEffect, useState } from 'react';
import { api, type Failure, outcomeOf } from './api';
import { isOpen } from './order-status';

const MIN_INTERVAL_MS = 700;
const MAX_INTERVAL_MS = 15_000;
/** A closed order may still be refunded within this time after its last change. */
const SETTLING_MS = 120_000;

/** Polls an order while it may still change and the tab is visible. */
export function useLiveOrder(initialOrder: Order) {
  const [order, setOrder] = useState(initialOrder);
  const [denied, setDenied] = useState<Failure>();
  const [refreshes, setRefreshes] = useState(0);
  const update = (next: Order) => setOrder((current) => (next.version >= current.version ? next : current));
  const refresh = () => setRefreshes((count) => count + 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version or a refresh restarts with short intervals
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let interval = MIN_INTERVAL_MS;
    let stopped = false;
    const settledAt = Date.now() + SETTLING_MS;
    const schedule = () => {
      clearTimeout(timer);
      const mayChange = isOpen(order) || Date.now() < settledAt;
      if (!stopped && mayChange && !document.hidden) timer = setTimeout(poll, interval);
      interval = Math.min(interval * 1.5, MAX_INTERVAL_MS);
    };
    const poll = async () => {
      const call = api.GET('/api/orders/{id}', { params: { path: { id: order.id } } });
      const outcome = await outcomeOf(call);
      if (stopped) return;
      if (outcome.ok) update(outcome.data);
      else if (outcome.status === 401) return setDenied(outcome);
      schedule();
    };
    const onVisibilityChange = () => {
      interval = MIN_INTERVAL_MS;
      schedule();
    };
    document.addEventListener('visibilitychange', onVisibilityChange);
    schedule();
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibilityChange);
    };
  }, [order.id, order.version, refreshes]);

  return { order, update, refresh, denied };
}
