'use client';

import { useEffect, useRef, useState } from 'react';
import type { Tokenize } from './pay-form';

/** As much of Stripe.js as is used. Stripe wants it loaded from its own address, so no package would hold it. */
interface StripeJs {
  elements(options: object): { create(type: 'card', options: object): CardElement };
  createToken(card: CardElement): Promise<{ token?: { id: string }; error?: { message?: string } }>;
}
interface CardElement {
  mount(place: HTMLElement): void;
  destroy(): void;
}
declare global {
  interface Window {
    Stripe?: (key: string) => StripeJs;
  }
}

const ADDRESS = 'https://js.stripe.com/v3/';

/** A card field that belongs to Stripe: its number never passes through this shop. */
export function StripeCard({
  stripeKey,
  onTokenize,
}: {
  stripeKey: string;
  onTokenize: (tokenize: Tokenize | undefined) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one field for each key
  useEffect(() => {
    let card: CardElement | undefined;
    let over = false;
    load().then(
      (Stripe) => {
        if (over || !place.current) return;
        const stripe = Stripe(stripeKey);
        const { color } = getComputedStyle(place.current);
        card = stripe
          .elements({})
          .create('card', { style: { base: { color, iconColor: color, fontSize: '16px' } } });
        card.mount(place.current);
        const field = card;
        onTokenize(async () => {
          const { token, error } = await stripe.createToken(field);
          return token ? { token: token.id } : { error: error?.message ?? 'The card could not be read' };
        });
      },
      () => setFailed(true),
    );
    return () => {
      over = true;
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
      <div ref={place} role="group" aria-labelledby="card-label" className="input py-3" />
      <p className="hint">Your card’s number goes to Stripe directly and never to this shop.</p>
      {failed && (
        <p role="alert" className="field-error">
          Stripe can’t be reached right now. Check your connection, then reload this page.
        </p>
      )}
    </div>
  );
}

let loading: Promise<NonNullable<Window['Stripe']>> | undefined;

function load() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = ADDRESS;
    script.onload = () => (window.Stripe ? resolve(window.Stripe) : reject(new Error('no Stripe')));
    script.onerror = () => {
      loading = undefined;
      reject(new Error('not loaded'));
    };
    document.head.append(script);
  });
  return loading;
}
