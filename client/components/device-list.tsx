'use client';

import type { Session } from '@ecommerce/contracts';
import { useRouter } from 'next/navigation';
import { startTransition, useLayoutEffect, useRef, useState } from 'react';
import { api, type Outcome, outcomeOf } from '@/lib/api';
import { deviceName } from '@/lib/device-name';
import { ConfirmWithPassword } from './confirm-with-password';
import { FormErrors } from './form-errors';
import { LocalTime } from './local-time';
import { Success } from './notice';
import { useSignOut } from './use-sign-out';

/** The sessions of the account, this device first and then the most recently active one. */
export function DeviceList({ sessions }: { sessions: Session[] }) {
  const list = useRef<HTMLUListElement>(null);
  const router = useRouter();
  const [lastEnded, setLastEnded] = useState<Session>();

  function onEnded(session: Session) {
    setLastEnded(session);
    // Its row remains, busy, until the new list arrives.
    startTransition(() => router.refresh());
  }

  // The pressed button was removed with its row.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per list
  useLayoutEffect(() => {
    if (lastEnded && document.activeElement === document.body) list.current?.focus();
  }, [sessions]);

  const sorted = [...sessions].sort(
    (a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt.localeCompare(a.lastSeenAt),
  );
  return (
    <>
      <Success>{lastEnded && `${deviceName(lastEnded.device)} has been signed out.`}</Success>
      <ul ref={list} aria-label="Devices" tabIndex={-1} className="divide-y divide-line outline-none">
        {sorted.map((session) => (
          <Device key={session.id} session={session} onEnded={() => onEnded(session)} />
        ))}
      </ul>
    </>
  );
}

function Device({ session, onEnded }: { session: Session; onEnded: () => void }) {
  const { id, createdAt, lastSeenAt, current } = session;
  const name = deviceName(session.device);
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-3 py-4 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium wrap-anywhere">
          {name}
          {current && (
            <span className="rounded-full bg-tint px-3 py-0.5 text-sm whitespace-nowrap text-good">
              This device
            </span>
          )}
        </h3>
        <dl className="mt-1 flex flex-wrap gap-x-4 text-sm text-soft">
          <Time label="Signed in" at={createdAt} />
          <Time label="Last active" at={lastSeenAt} />
        </dl>
      </div>
      {current ? (
        <SignOut name={name} />
      ) : (
        <ConfirmWithPassword
          label={labelOf(name)}
          question={`Sign out ${name}?`}
          consequence="Enter your password to confirm it."
          keep="Keep it signed in"
          confirm="Yes, sign it out"
          confirming="Signing out …"
          className="button-secondary"
          action={(password) => endSession(id, password)}
          onDone={(close) => {
            close();
            onEnded();
          }}
        />
      )}
    </li>
  );
}

/** Signs out this device, which needs no password. */
function SignOut({ name }: { name: string }) {
  const { run, busy, failure } = useSignOut();
  return (
    <>
      <button type="button" className="button-secondary" aria-disabled={busy} onClick={() => run()}>
        {busy ? 'Signing out …' : labelOf(name)}
      </button>
      <FormErrors failure={failure} path="/account" className="w-full" />
    </>
  );
}

const labelOf = (name: string) => (
  <>
    Sign out<span className="sr-only"> {name}</span>
  </>
);

const Time = ({ label, at }: { label: string; at: string }) => (
  <div className="flex flex-wrap gap-x-1">
    <dt>{label}</dt>
    <dd>
      <LocalTime at={at} />
    </dd>
  </div>
);

/** Ends a session. Succeeds if it has ended meanwhile. */
async function endSession(id: string, password: string): Promise<Outcome<object>> {
  const request = { params: { path: { id } }, body: { password } };
  const outcome = await outcomeOf(api.DELETE('/api/users/sessions/{id}', request));
  const hasEnded = !outcome.ok && outcome.errors[0]?.code === 'session_not_found';
  return hasEnded ? { ok: true, data: {} } : outcome;
}
