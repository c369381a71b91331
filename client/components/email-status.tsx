'use client';

import { api, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { FormErrors } from './form-errors';
import { Success } from './notice';

/** The account's email address, and whether it is confirmed. */
export function EmailStatus({ email, isVerified }: { email: string; isVerified: boolean }) {
  const send = useMutation(() => outcomeOf(api.POST('/api/users/verification')), 'repeat');
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 wrap-anywhere">
        {email}
        <span
          className={`rounded-full px-3 py-0.5 text-sm whitespace-nowrap ${isVerified ? 'bg-tint text-good' : 'bg-warn-tint text-warn'}`}
        >
          {isVerified ? 'Confirmed' : 'Not confirmed yet'}
        </span>
      </p>
      {!isVerified && (
        <>
          <p className="text-soft">
            Open the link that we have sent to this address, so that you can always get back into your
            account.
          </p>
          <Success>{send.succeeded && 'We have sent a new link. Look in the spam folder too.'}</Success>
          <FormErrors failure={send.failure} path="/account" />
          <button
            type="button"
            className="button-secondary self-start"
            aria-disabled={send.busy}
            onClick={() => send.run()}
          >
            {send.busy ? 'Sending …' : 'Send the link again'}
          </button>
        </>
      )}
    </>
  );
}
