'use client';

import { api, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { ConfirmButton } from './confirm-button';
import { FormErrors } from './form-errors';
import { useLeaveAccount } from './session-provider';

export function SignOutEverywhere() {
  const leave = useLeaveAccount();
  const { run, busy, failure } = useMutation(async (close: () => void) => {
    const outcome = await outcomeOf(api.DELETE('/api/users/sessions'));
    close();
    if (outcome.ok) leave('/');
    return outcome;
  });
  return (
    <div className="flex flex-col gap-4">
      <FormErrors failure={failure} path="/account" />
      <ConfirmButton
        label="Sign out everywhere"
        question="Sign out everywhere?"
        consequence="All your devices will be signed out, including this one."
        keep="Stay signed in"
        confirm="Yes, sign out"
        confirming="Signing out …"
        busy={busy}
        onConfirm={run}
        className="self-start"
      />
    </div>
  );
}
