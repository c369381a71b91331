'use client';

import Link from 'next/link';
import { type ErrorDetail, sentence } from '@/lib/api';
import { signInTo } from '@/lib/next-path';
import { Notice } from './notice';

/** What an answer of the API says is wrong, read out at once. */
export const FormErrors = ({
  status,
  errors,
  path,
  typed = false,
}: {
  status: number;
  errors: ErrorDetail[];
  path: string;
  /** This page holds what was typed, which would be lost with it. */
  typed?: boolean;
}) => (
  <div role="alert">
    <Notice variant="bad">
      {status === 401 ? (
        <>
          Your session has ended.{' '}
          <Link href={signInTo(path)} target={typed ? '_blank' : undefined} className="link">
            Sign in again
          </Link>{' '}
          {typed ? 'in a new tab, then send this once more: it stays here.' : 'and you will come back here.'}
        </>
      ) : (
        errors.map((error) => <p key={`${error.field} ${error.message}`}>{sentence(error)}</p>)
      )}
    </Notice>
  </div>
);
