'use client';

import type { StripeCardElement } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { useEffect, useRef, useState } from 'react';
import { type Failure, failure } from '@/lib/api';

/** Exchanges the entered card for a token. */
export type Tokenize = () => Promise<{ ok: true; data: string } | Failure>;

interface Props {
  stripeKey: string;
  onTokenize: (tokenize: Tokenize | undefined) => void;
}

/** Stripe's card field. The card number never reaches this shop. */
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
      <p className="hint">Your card number goes directly to Stripe. We never see it.</p>
      {failed && (
        <p role="alert" className="field-error">
          We can’t reach Stripe right now. Check your connection, then reload this page.
        </p>
      )}
    </div>
  );
}
