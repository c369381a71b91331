'use client';

import { api, outcomeOf } from '@/lib/api';
import { leavePage } from '@/lib/leave-page';
import { useMutation } from '@/lib/use-mutation';
import { useLeaveAccount, useSessionChannel } from './session-provider';

/** Signs out this device, in all tabs of the browser. Offline, it removes the account's data from the page. */
export function useSignOut() {
  const leave = useLeaveAccount();
  const channel = useSessionChannel();
  return useMutation(async () => {
    const outcome = await outcomeOf(api.POST('/api/users/signout'));
    if (outcome.ok) leave('/');
    else if (outcome.status === 0) {
      channel.announce(null);
      leavePage();
    }
    return outcome;
  });
}
