'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, startTransition, useRef } from 'react';
import { api, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { FormErrors, focusInvalid } from './form-errors';
import { Success } from './notice';
import { CurrentPasswordField, NewPasswordField } from './password-fields';

const fields = ['currentPassword', 'newPassword'];

/** Form to change the password of the account with this email address. */
export function ChangePassword({ email }: { email: string }) {
  const form = useRef<HTMLFormElement>(null);
  const router = useRouter();
  const change = useMutation(async (data: FormData) => {
    const [currentPassword = '', newPassword = ''] = fields.map((name) => String(data.get(name)));
    const outcome = await outcomeOf(
      api.PUT('/api/users/password', { body: { currentPassword, newPassword } }),
    );
    if (!outcome.ok) return outcome;
    form.current?.reset();
    // The list of devices has changed.
    startTransition(() => router.refresh());
    return outcome;
  }, 'repeat');

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const outcome = await change.run(new FormData(event.currentTarget));
    if (outcome && !outcome.ok) focusInvalid(outcome, fields, 'currentPassword');
  }

  const errors = change.failure?.errors ?? [];
  return (
    <form ref={form} method="post" onSubmit={submit} className="flex flex-col gap-5">
      <Success>
        {change.succeeded && 'Your password has been changed. All your other devices have been signed out.'}
      </Success>
      <FormErrors failure={change.failure} fields={fields} path="/account" />
      {/* Password managers update the entry of this account. */}
      <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
      <CurrentPasswordField name="currentPassword" label="Current password" errors={errors} />
      <NewPasswordField name="newPassword" label="New password" errors={errors} />
      <button type="submit" aria-disabled={change.busy} className="button-primary self-start">
        {change.busy ? 'Changing …' : 'Change password'}
      </button>
    </form>
  );
}
