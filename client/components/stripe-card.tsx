'use client';

import type { StripeCardElement } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { useEffect, useRef, useState } from 'react';
import { type Failure, failure } from '@/lib/api';

/** Makes a token of the card that was entered. */
export type Tokenize = () => Promise<{ ok: true; data: string } | Failure>;

interface Props {
  stripeKey: string;
  onTokenize: (tokenize: Tokenize | undefined) => void;
}

/** Stripe's own card field: the number of the card never passes through this shop. */
export function StripeCard({ stripeKey, onTokenize }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one field per key
  useEffect(() => {
    let card: StripeCardElement | undefined;
    let unmounted = false;
    loadStripe(stripeKey).then(
      (stripe) => {
        if (unmounted || !stripe || !container.current) return;
        const { color } = getComputedStyle(container.current);
        const element = stripe
          .elements()
          .create('card', { style: { base: { color, iconColor: color, fontSize: '16px' } } });
        card = element;
        element.mount(container.current);
        onTokenize(async () => {
          const { token, error } = await stripe.createToken(element);
          return token
            ? { ok: true, data: token.id }
            : failure('card_declined', error.message ?? 'The card could not be read.', 402);
        });
      },
      () => setFailed(true),
    );
    return () => {
      unmounted = true;
      card?.destroy();
      onTokenize(undefined);
    };
  }, [stripeKey]);
  return (
    <div>
      <p id="card-label" className="label">
        Card
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: the field within is Stripe's */}
      <div ref={container} role="group" aria-labelledby="card-label" className="input py-3" />
      <p className="hint">Your card’s number goes to Stripe directly and never to this shop.</p>
      {failed && (
        <p role="alert" className="field-error">
          Stripe can’t be reached right now. Check your connection, then reload this page.
        </p>
      )}
    </div>
  );
}
