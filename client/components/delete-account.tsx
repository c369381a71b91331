'use client';

import { api, outcomeOf } from '@/lib/api';
import { ConfirmWithPassword } from './confirm-with-password';
import { useLeaveAccount } from './session-provider';

export function DeleteAccount() {
  const leave = useLeaveAccount();
  return (
    <ConfirmWithPassword
      label="Delete account"
      question="Delete your account?"
      consequence="You can’t undo this. Enter your password to confirm it."
      keep="Keep account"
      confirm="Yes, delete account"
      confirming="Deleting …"
      className="button-destructive self-start"
      action={(password) => outcomeOf(api.DELETE('/api/users/currentuser', { body: { password } }))}
      onDone={() => leave('/signin?notice=account-deleted')}
    />
  );
}
