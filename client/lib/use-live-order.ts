import type { Order } from '@ecommerce/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from './api';
import { isOpen } from './order-status';

const FIRST_PAUSE_MS = 700;
const LONGEST_PAUSE_MS = 15_000;
/** How long after its last change an order that is closed may still be refunded. */
const SETTLING_MS = 120_000;

/** Follows an order while something may still happen to it and somebody is looking. */
export function useLiveOrder(initialOrder: Order) {
  const [order, setOrder] = useState(initialOrder);
  const [ended, setEnded] = useState(false);
  const [looks, setLooks] = useState(0);
  const take = useCallback(
    (next: Order) => setOrder((known) => (next.version >= known.version ? next : known)),
    [],
  );
  /** Something was done: look again soon. */
  const lookAgain = useCallback(() => setLooks((count) => count + 1), []);
  const settled = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version or a look asked for begins with short pauses
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = FIRST_PAUSE_MS;
    let over = false;
    settled.current = Date.now() + SETTLING_MS;
    const mayChange = () => isOpen(order) || Date.now() < settled.current;
    const wait = () => {
      clearTimeout(timer);
      if (!over && mayChange() && !document.hidden) timer = setTimeout(look, pause);
      pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
    };
    const look = async () => {
      const outcome = await api<Order>('GET', `/orders/${order.id}`);
      if (over) return;
      if (outcome.ok) take(outcome.data);
      if (!outcome.ok && outcome.status === 401) return setEnded(true);
      wait();
    };
    const onVisibility = () => {
      pause = FIRST_PAUSE_MS;
      wait();
    };
    document.addEventListener('visibilitychange', onVisibility);
    wait();
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [order.id, order.version, looks]);

  return { order, take, lookAgain, sessionEnded: ended };
}
