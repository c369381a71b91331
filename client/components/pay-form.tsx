'use client';

import type { Order, Payment } from '@ecommerce/contracts';
import { type FormEvent, useState } from 'react';
import { api, type ErrorDetail } from '@/lib/api';
import { money } from '@/lib/money';
import { FormErrors } from './form-errors';
import { StripeCard } from './stripe-card';
import { TestCards } from './test-cards';

/** Has Stripe make a token of the card; or says why there is none. */
export type Tokenize = () => Promise<{ token: string } | { error: string }>;

/** With a key of Stripe the card goes to Stripe alone; without one there are test cards, as payments go to the emulator. */
export function PayForm({
  order,
  stripeKey,
  onChange,
}: {
  order: Order;
  stripeKey: string | null;
  onChange: () => void;
}) {
  const [tokenize, setTokenize] = useState<Tokenize>();
  const [phase, setPhase] = useState<'ready' | 'paying' | 'paid'>('ready');
  const [refused, setRefused] = useState<{ status: number; errors: ErrorDetail[] }>();

  const ready = phase === 'ready' && (!stripeKey || tokenize);

  async function pay(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!ready) return;
    // The card as it is chosen on the page at this moment.
    const testCard = { token: String(new FormData(event.currentTarget).get('card')) };
    setPhase('paying');
    setRefused(undefined);
    const card = tokenize ? await tokenize() : testCard;
    if ('error' in card) {
      setRefused({ status: 402, errors: [{ message: card.error }] });
      setPhase('ready');
      return;
    }
    const outcome = await api<Payment>('POST', '/payments', { token: card.token, orderId: order.id });
    if (!outcome.ok) setRefused(outcome);
    setPhase(outcome.ok ? 'paid' : 'ready');
    onChange();
  }

  const onTokenize = (next: Tokenize | undefined) => setTokenize(() => next);
  return (
    <form onSubmit={pay} className="flex flex-col gap-5">
      {stripeKey ? <StripeCard stripeKey={stripeKey} onTokenize={onTokenize} /> : <TestCards />}
      {refused && (
        <div>
          <FormErrors {...refused} path={`/orders/${order.id}`} />
          {refused.status === 402 && (
            <p className="hint">Nothing was charged. Try again, or with another card.</p>
          )}
        </div>
      )}
      <button type="submit" aria-disabled={!ready} className="button-primary w-full">
        {phase === 'ready'
          ? `Pay ${money(order.total)}`
          : phase === 'paying'
            ? 'Paying …'
            : 'Paid, confirming …'}
      </button>
      <p className="text-center text-sm text-soft">What you ordered stays in your cart until it is paid.</p>
    </form>
  );
}
