'use client';

import type { ErrorDetail } from '@ecommerce/contracts';
import Link from 'next/link';
import type { Failure } from '@/lib/api';
import { signInTo } from '@/lib/next-path';
import { retryText } from '@/lib/retry-text';
import { Notice } from './notice';

interface Props {
  failure: Failure | undefined;
  /** The page to return to after signing in. */
  path: string;
  fields?: string[];
  /** Opens the sign-in page in a new tab, because this page holds unsaved input. */
  keepsInput?: boolean;
  className?: string;
}

/** Shows the errors of a failed call that no field in `fields` shows, and announces them to screen readers. */
export function FormErrors({ failure, path, fields = [], keepsInput = false, className }: Props) {
  const errors = failure?.errors.filter(({ field }) => !field || !fields.includes(field)) ?? [];
  const [first] = errors;
  if (!first) return null;
  return (
    <div role="alert" className={className}>
      <Notice variant="bad">
        {first.code === 'not_owner' ? (
          'This belongs to another account. Sign in with that account to continue.'
        ) : first.code === 'not_signed_in' ? (
          <>
            Your session has ended.{' '}
            <Link href={signInTo(path)} target={keepsInput ? '_blank' : undefined} className="link">
              Sign in again
            </Link>{' '}
            {keepsInput
              ? 'in a new tab, then submit this form again. Your input is kept.'
              : 'to return to this page.'}
          </>
        ) : (
          <>
            {errors.map(({ field, message }) => (
              <p key={`${field} ${message}`}>{message}</p>
            ))}
            <p className="empty:hidden">{retryText(failure?.retryAfterSeconds)}</p>
          </>
        )}
      </Notice>
    </div>
  );
}

export const FieldErrors = ({ name, errors }: { name: string; errors: ErrorDetail[] }) => (
  <div id={`${name}-error`}>
    {errors
      .filter(({ field }) => field === name)
      .map(({ message }) => (
        <p key={message} className="field-error">
          {message}
        </p>
      ))}
  </div>
);

/** Moves the focus to the first of `fields` that has an error, or else to `otherwise`. */
export function focusInvalid(failure: Failure, fields: string[], otherwise?: string): void {
  const invalid = failure.errors.find(({ field }) => field && fields.includes(field))?.field ?? otherwise;
  if (invalid) document.getElementById(invalid)?.focus();
}
