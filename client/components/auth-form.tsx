'use client';

import { MAX_EMAIL_LENGTH } from '@ecommerce/contracts/limits';
import Link from 'next/link';
import type { FormEvent } from 'react';
import { api, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { Field } from './field';
import { FormErrors, focusInvalid } from './form-errors';
import { CurrentPasswordField, NewPasswordField } from './password-fields';
import { useGuestCart, useSessionChannel } from './session-provider';

interface Credentials {
  email: string;
  password: string;
}

const modes = {
  signin: {
    button: 'Sign in',
    busy: 'Signing in …',
    other: { path: '/signup', question: 'New here?', label: 'Create account' },
    send: (body: Credentials) => api.POST('/api/users/signin', { body }),
  },
  signup: {
    button: 'Create account',
    busy: 'Creating account …',
    other: { path: '/signin', question: 'Already have an account?', label: 'Sign in' },
    send: (body: Credentials) => api.POST('/api/users/signup', { body }),
  },
};
const fields = ['email', 'password'];

/** Form to sign in or up. Merges the guest's cart into the account's, then opens `next`. */
export function AuthForm({ mode, next }: { mode: keyof typeof modes; next: string }) {
  const { button, busy, other, send } = modes[mode];
  const guestCart = useGuestCart();
  const channel = useSessionChannel();
  const authenticate = useMutation(async (data: FormData) => {
    const body = { email: String(data.get('email')), password: String(data.get('password')) };
    const outcome = await outcomeOf(send(body));
    if (!outcome.ok) return outcome;
    await guestCart.merge();
    channel.announce(outcome.data.id);
    // A full page load, so every part of the page shows the account.
    location.assign(next);
    return outcome;
  });

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const outcome = await authenticate.run(new FormData(event.currentTarget));
    if (outcome && !outcome.ok) focusInvalid(outcome, fields, 'email');
  }

  const errors = authenticate.failure?.errors ?? [];
  return (
    <form method="post" onSubmit={submit} className="panel flex flex-col gap-5 p-6 sm:p-8">
      <FormErrors failure={authenticate.failure} fields={fields} path={next} />
      <Field
        name="email"
        label="Email"
        type="email"
        maxLength={MAX_EMAIL_LENGTH}
        autoComplete="email"
        errors={errors}
      />
      {mode === 'signup' ? (
        <NewPasswordField name="password" label="Password" errors={errors} />
      ) : (
        <div>
          <CurrentPasswordField name="password" label="Password" errors={errors} />
          <Link
            href="/forgot-password"
            prefetch={false}
            className="link mt-1 inline-flex min-h-11 items-center"
          >
            Forgot your password?
          </Link>
        </div>
      )}
      <button type="submit" aria-disabled={authenticate.busy} className="button-primary w-full">
        {authenticate.busy ? busy : button}
      </button>
      <p className="text-center text-soft">
        {other.question}{' '}
        <Link
          href={next === '/' ? other.path : `${other.path}?next=${encodeURIComponent(next)}`}
          className="link"
        >
          {other.label}
        </Link>
      </p>
    </form>
  );
}
