'use client';

import type { User } from '@ecommerce/shared/contracts';
import Link from 'next/link';
import { type FormEvent, useRef, useState } from 'react';
import { api, type Fault, sentence } from '@/lib/api';
import { joinGuestCart } from '@/lib/guest-cart';
import { tellOtherTabs } from '@/lib/other-tabs';
import { Notice } from './notice';

const modes = {
  signin: {
    path: '/users/signin',
    button: 'Sign in',
    busy: 'Signing in …',
    other: { href: '/signup', question: 'New here?', words: 'Make an account' },
  },
  signup: {
    path: '/users/signup',
    button: 'Make my account',
    busy: 'Making your account …',
    other: { href: '/signin', question: 'Have an account already?', words: 'Sign in' },
  },
};

/** Signs in or up, takes the guest's cart along, and leads back to where one was. */
export function AuthForm({ mode, next }: { mode: keyof typeof modes; next: string }) {
  const { path, button, busy, other } = modes[mode];
  const form = useRef<HTMLFormElement>(null);
  const [sending, setSending] = useState(false);
  const [faults, setFaults] = useState<Fault[]>([]);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sending) return;
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    setSending(true);
    const outcome = await api<User>('POST', path, fields);
    if (outcome.ok) {
      await joinGuestCart();
      tellOtherTabs(outcome.data.id);
      // As a whole page, so that all of it is of the account from the first moment.
      return location.assign(next);
    }
    setFaults(outcome.faults);
    setSending(false);
    const named = outcome.faults.find(({ field }) => field === 'email' || field === 'password')?.field;
    form.current?.querySelector<HTMLInputElement>(`[name=${named ?? 'email'}]`)?.focus();
  }

  const of = (name: string) => faults.filter(({ field }) => field === name);
  const general = faults.filter(({ field }) => field !== 'email' && field !== 'password');
  return (
    <form ref={form} method="post" onSubmit={send} className="panel flex flex-col gap-5 p-6 sm:p-8">
      <div role="alert" className="empty:hidden">
        {general.length > 0 && (
          <Notice look="bad">
            {general.map((fault) => (
              <p key={fault.message}>{sentence(fault)}</p>
            ))}
          </Notice>
        )}
      </div>
      <div>
        <label htmlFor="email" className="label">
          E-mail
        </label>
        <input
          id="email"
          name="email"
          type="email"
          required
          maxLength={254}
          autoComplete="email"
          aria-invalid={of('email').length > 0}
          aria-describedby="email-fault"
          className="input"
        />
        <FieldFaults id="email-fault" faults={of('email')} />
      </div>
      <div>
        <label htmlFor="password" className="label">
          Password
        </label>
        <input
          id="password"
          name="password"
          type="password"
          required
          minLength={mode === 'signup' ? 8 : undefined}
          maxLength={128}
          autoComplete={mode === 'signup' ? 'new-password' : 'current-password'}
          aria-invalid={of('password').length > 0}
          aria-describedby="password-hint password-fault"
          className="input"
        />
        {mode === 'signup' && (
          <p id="password-hint" className="hint">
            At least 8 characters. A few words in a row are easy to remember and hard to guess.
          </p>
        )}
        <FieldFaults id="password-fault" faults={of('password')} />
      </div>
      <button type="submit" aria-disabled={sending} className="button-main w-full">
        {sending ? busy : button}
      </button>
      <p className="text-center text-soft">
        {other.question}{' '}
        <Link
          href={next === '/' ? other.href : `${other.href}?next=${encodeURIComponent(next)}`}
          className="link"
        >
          {other.words}
        </Link>
      </p>
    </form>
  );
}

/** What is wrong with a field, under it. */
export const FieldFaults = ({ id, faults }: { id: string; faults: Fault[] }) => (
  <div id={id}>
    {faults.map(({ message }) => (
      <p key={message} className="fault">
        {sentence({ message })}
      </p>
    ))}
  </div>
);
