'use client';

import type { Order } from '@ecommerce/contracts';
import { type FormEvent, useState } from 'react';
import { api, outcomeOf } from '@/lib/api';
import { formatMoney } from '@/lib/money';
import { useMutation } from '@/lib/use-mutation';
import { FormErrors } from './form-errors';
import { LocalTime } from './local-time';
import { StripeCard, type Tokenize } from './stripe-card';
import { TestCards } from './test-cards';

interface Props {
  order: Order;
  stripeKey: string | null;
  /** When the order expires if it is unpaid, in ISO 8601. */
  payBefore: string;
  onChange: () => void;
}

/** Payment form: Stripe's card field if there is a Stripe key, otherwise the test cards of the emulator. */
export function PayForm({ order, stripeKey, payBefore, onChange }: Props) {
  const [tokenize, setTokenize] = useState<Tokenize>();
  const { run, pending, busy, failure } = useMutation(async (testCard: string) => {
    const token = tokenize ? await tokenize() : { ok: true as const, data: testCard };
    if (!token.ok) return token;
    const body = { token: token.data, orderId: order.id };
    const outcome = await outcomeOf(api.POST('/api/payments', { body }));
    onChange();
    return outcome;
  });
  const ready = !busy && (!stripeKey || tokenize);

  function pay(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (ready) run(String(new FormData(event.currentTarget).get('card')));
  }

  return (
    <form onSubmit={pay} className="flex flex-col gap-5">
      {stripeKey ? (
        <StripeCard stripeKey={stripeKey} onTokenize={(next) => setTokenize(() => next)} />
      ) : (
        <TestCards />
      )}
      {failure && (
        <div>
          <FormErrors failure={failure} path={`/orders/${order.id}`} />
          {failure.errors[0]?.code === 'card_declined' && (
            <p className="hint">Nothing was charged. Try again, or use another card.</p>
          )}
        </div>
      )}
      <button type="submit" aria-disabled={!ready} className="button-primary w-full">
        {pending ? 'Paying …' : busy ? 'Confirming payment …' : `Pay ${formatMoney(order.total)}`}
      </button>
      <p className="text-center text-sm text-soft">
        These items stay in your cart until you pay. An order that is not paid by <LocalTime at={payBefore} />{' '}
        expires.
      </p>
    </form>
  );
}
