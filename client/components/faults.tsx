'use client';

import Link from 'next/link';
import { type Fault, sentence } from '@/lib/api';
import { signInTo } from '@/lib/next-path';
import { Notice } from './notice';

/** What an answer of the API says is wrong, read out at once. */
export const Faults = ({ status, faults, path }: { status: number; faults: Fault[]; path: string }) => (
  <div role="alert">
    <Notice look="bad">
      {status === 401 ? (
        <>
          Your session has ended.{' '}
          <Link href={signInTo(path)} className="link">
            Sign in again
          </Link>{' '}
          and you will come back here.
        </>
      ) : (
        faults.map((fault) => <p key={`${fault.field} ${fault.message}`}>{sentence(fault)}</p>)
      )}
    </Notice>
  </div>
);
