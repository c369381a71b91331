'use client';

import Link from 'next/link';
import { type Fault, sentence } from '@/lib/api';
import { signInTo } from '@/lib/next-path';
import { Notice } from './notice';

/** What an answer of the API says is wrong, read out at once. */
export const Faults = ({
  status,
  faults,
  path,
  typed = false,
}: {
  status: number;
  faults: Fault[];
  path: string;
  /** This page holds what was typed, which would be lost with it. */
  typed?: boolean;
}) => (
  <div role="alert">
    <Notice look="bad">
      {status === 401 ? (
        <>
          Your session has ended.{' '}
          <Link href={signInTo(path)} target={typed ? '_blank' : undefined} className="link">
            Sign in again
          </Link>{' '}
          {typed ? 'in a new tab, then send this once more: it stays here.' : 'and you will come back here.'}
        </>
      ) : (
        faults.map((fault) => <p key={`${fault.field} ${fault.message}`}>{sentence(fault)}</p>)
      )}
    </Notice>
  </div>
);
