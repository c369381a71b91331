'use client';

import Link from 'next/link';
import { api, outcomeOf } from '@/lib/api';
import { useFragmentToken } from '@/lib/use-fragment-token';
import { useMutation } from '@/lib/use-mutation';
import { FormErrors } from './form-errors';
import { Empty, Success } from './notice';

/**
 * Confirms an email address by the token in the URL of an emailed link. It takes a button, because mail programs open links
 * too.
 */
export function VerifyEmail() {
  const token = useFragmentToken();
  const { run, busy, succeeded, failure } = useMutation(async () => {
    const body = { token: token ?? '' };
    const outcome = await outcomeOf(api.POST('/api/users/verification/confirm', { body }));
    // The button disappears.
    if (outcome.ok) document.querySelector<HTMLElement>('h1')?.focus();
    return outcome;
  });
  if (token === null)
    return (
      <Empty title="This link is incomplete" links={[{ href: '/account', label: 'Your account' }]}>
        Open the link in the email once more, or send a new one from your account.
      </Empty>
    );
  return (
    <div className="panel flex flex-col gap-5 p-6 sm:p-8">
      <Success>{succeeded && 'Your email address is confirmed. Thank you!'}</Success>
      <FormErrors failure={failure} path="/verify-email" />
      {succeeded ? (
        <Link href="/" className="button-primary w-full">
          Browse products
        </Link>
      ) : (
        <>
          <p className="text-soft">
            Confirm that this address is yours, so that you can always get back into your account.
          </p>
          <button type="button" aria-disabled={busy} className="button-primary w-full" onClick={() => run()}>
            {busy ? 'Confirming …' : 'Confirm email address'}
          </button>
        </>
      )}
      {failure && (
        <p className="text-center text-soft">
          <Link href="/account" prefetch={false} className="link">
            Send a new link
          </Link>{' '}
          from your account.
        </p>
      )}
    </div>
  );
}
