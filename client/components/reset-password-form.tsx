'use client';

import Link from 'next/link';
import type { FormEvent } from 'react';
import { api, outcomeOf } from '@/lib/api';
import { useFragmentToken } from '@/lib/use-fragment-token';
import { useMutation } from '@/lib/use-mutation';
import { FormErrors, focusInvalid } from './form-errors';
import { Empty } from './notice';
import { NewPasswordField } from './password-fields';
import { useLeaveAccount } from './session-provider';

const fields = ['newPassword'];

/** Form to choose a new password, by the token in the URL of an emailed link. */
export function ResetPasswordForm() {
  const token = useFragmentToken();
  const leave = useLeaveAccount();
  const { run, busy, failure } = useMutation(async (newPassword: string) => {
    const body = { token: token ?? '', newPassword };
    const outcome = await outcomeOf(api.POST('/api/users/password-reset/confirm', { body }));
    // All sessions have ended, that of this browser too.
    if (outcome.ok) leave('/signin?notice=password-changed');
    return outcome;
  });

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const outcome = await run(String(new FormData(event.currentTarget).get('newPassword')));
    if (outcome && !outcome.ok) focusInvalid(outcome, fields, 'newPassword');
  }

  if (token === null)
    return (
      <Empty title="This link is incomplete" links={[{ href: '/forgot-password', label: 'Get a new link' }]}>
        Open the link in the email once more, or get a new one.
      </Empty>
    );
  return (
    <form method="post" onSubmit={submit} className="panel flex flex-col gap-5 p-6 sm:p-8">
      <FormErrors failure={failure} fields={fields} path="/reset-password" />
      <NewPasswordField name="newPassword" label="New password" errors={failure?.errors ?? []} />
      <button type="submit" aria-disabled={busy} className="button-primary w-full">
        {busy ? 'Saving …' : 'Save new password'}
      </button>
      <p className="text-center text-soft">
        The link no longer works?{' '}
        <Link href="/forgot-password" className="link">
          Get a new one
        </Link>
      </p>
    </form>
  );
}
