'use client';

import { MAX_EMAIL_LENGTH } from '@ecommerce/contracts/limits';
import Link from 'next/link';
import type { FormEvent } from 'react';
import { api, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { Field } from './field';
import { FormErrors, focusInvalid } from './form-errors';
import { Success } from './notice';

const fields = ['email'];

/** Form to get an email with a link to choose a new password. Says the same whether or not there is an account. */
export function ForgotPasswordForm() {
  const { run, busy, succeeded, failure } = useMutation(
    (email: string) => outcomeOf(api.POST('/api/users/password-reset', { body: { email } })),
    'repeat',
  );

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const outcome = await run(String(new FormData(event.currentTarget).get('email')));
    if (outcome && !outcome.ok) focusInvalid(outcome, fields, 'email');
  }

  return (
    <form method="post" onSubmit={submit} className="panel flex flex-col gap-5 p-6 sm:p-8">
      <p className="text-soft">
        Enter the email address of your account. We will send you a link to choose a new password.
      </p>
      <Success>
        {succeeded && (
          <>
            <p className="font-medium">Check your inbox.</p>
            <p>
              If there is an account with this address, it gets an email with a link. Look in the spam folder
              too. After several emails to the same address, the next one is sent an hour later at the
              earliest.
            </p>
          </>
        )}
      </Success>
      <FormErrors failure={failure} fields={fields} path="/forgot-password" />
      <Field
        name="email"
        label="Email"
        type="email"
        maxLength={MAX_EMAIL_LENGTH}
        autoComplete="email"
        errors={failure?.errors ?? []}
      />
      <button type="submit" aria-disabled={busy} className="button-primary w-full">
        {busy ? 'Sending …' : succeeded ? 'Send another link' : 'Send link'}
      </button>
      <p className="text-center text-soft">
        Remembered it?{' '}
        <Link href="/signin" className="link">
          Sign in
        </Link>
      </p>
    </form>
  );
}
