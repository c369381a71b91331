'use client';

import { api, outcomeOf } from '@/lib/api';
import { ConfirmWithPassword } from './confirm-with-password';
import { useLeaveAccount } from './session-provider';

export function SignOutEverywhere() {
  const leave = useLeaveAccount();
  return (
    <ConfirmWithPassword
      label="Sign out everywhere"
      question="Sign out everywhere?"
      consequence="All your devices will be signed out, including this one. Enter your password to confirm it."
      keep="Stay signed in"
      confirm="Yes, sign out"
      confirming="Signing out …"
      className="button-destructive self-start"
      action={(password) => outcomeOf(api.DELETE('/api/users/sessions', { body: { password } }))}
      onDone={() => leave('/')}
    />
  );
}
