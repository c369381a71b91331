'use client';

import type { User } from '@ecommerce/contracts';
import Link from 'next/link';
import { type FormEvent, useRef, useState } from 'react';
import { api, type ErrorDetail, sentence } from '@/lib/api';
import { mergeGuestCart } from '@/lib/guest-cart';
import { tellOtherTabs } from '@/lib/session-channel';
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
  const [errors, setErrors] = useState<ErrorDetail[]>([]);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sending) return;
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    setSending(true);
    const outcome = await api<User>('POST', path, fields);
    if (outcome.ok) {
      await mergeGuestCart();
      tellOtherTabs(outcome.data.id);
      // As a whole page, so that all of it is of the account from the first moment.
      return location.assign(next);
    }
    setErrors(outcome.errors);
    setSending(false);
    const named = outcome.errors.find(({ field }) => field === 'email' || field === 'password')?.field;
    form.current?.querySelector<HTMLInputElement>(`[name=${named ?? 'email'}]`)?.focus();
  }

  const of = (name: string) => errors.filter(({ field }) => field === name);
  const general = errors.filter(({ field }) => field !== 'email' && field !== 'password');
  return (
    <form ref={form} method="post" onSubmit={send} className="panel flex flex-col gap-5 p-6 sm:p-8">
      <div role="alert" className="empty:hidden">
        {general.length > 0 && (
          <Notice variant="bad">
            {general.map((error) => (
              <p key={error.message}>{sentence(error)}</p>
            ))}
          </Notice>
        )}
      </div>
      <div>
        <label htmlFor="email" className="label">
          Email
        </label>
        <input
          id="email"
          name="email"
          type="email"
          required
          maxLength={254}
          autoComplete="email"
          aria-invalid={of('email').length > 0}
          aria-describedby="email-error"
          className="input"
        />
        <FieldErrors id="email-error" errors={of('email')} />
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
          aria-describedby="password-hint password-error"
          className="input"
        />
        {mode === 'signup' && (
          <p id="password-hint" className="hint">
            At least 8 characters. A few words in a row are easy to remember and hard to guess.
          </p>
        )}
        <FieldErrors id="password-error" errors={of('password')} />
      </div>
      <button type="submit" aria-disabled={sending} className="button-primary w-full">
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
export const FieldErrors = ({ id, errors }: { id: string; errors: ErrorDetail[] }) => (
  <div id={id}>
    {errors.map(({ message }) => (
      <p key={message} className="field-error">
        {sentence({ message })}
      </p>
    ))}
  </div>
);
