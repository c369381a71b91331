'use client';

import { MAX_PASSWORD_LENGTH } from '@ecommerce/contracts/limits';
import { api, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { ConfirmButton } from './confirm-button';
import { Field } from './field';
import { FormErrors, focusInvalid } from './form-errors';
import { useLeaveAccount } from './session-provider';

const fields = ['password'];

export function DeleteAccount() {
  const leave = useLeaveAccount();
  const { run, reset, busy, failure } = useMutation(async (_close: () => void, data: FormData) => {
    const body = { password: String(data.get('password')) };
    const outcome = await outcomeOf(api.DELETE('/api/users/currentuser', { body }));
    if (outcome.ok) leave('/signin?notice=account-deleted');
    else focusInvalid(outcome, fields, 'password');
    return outcome;
  });
  return (
    <ConfirmButton
      label="Delete account"
      question="Delete your account?"
      consequence={<p>You can’t undo this. Enter your password to confirm it.</p>}
      keep="Keep account"
      confirm="Yes, delete account"
      confirming="Deleting …"
      busy={busy}
      onConfirm={run}
      onClose={reset}
      className="self-start"
    >
      <FormErrors failure={failure} fields={fields} path="/account" />
      <Field
        name="password"
        label="Password"
        type="password"
        maxLength={MAX_PASSWORD_LENGTH}
        autoComplete="current-password"
        errors={failure?.errors ?? []}
      />
    </ConfirmButton>
  );
}
