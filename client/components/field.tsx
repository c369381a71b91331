import type { ErrorDetail } from '@ecommerce/contracts';
import type { ComponentProps } from 'react';
import { FieldErrors } from './form-errors';

/** Labelled input with a hint and errors. Its name is also its id. */
export function Field({
  name,
  label,
  hint,
  errors,
  className = '',
  ...input
}: ComponentProps<'input'> & { name: string; label: string; hint?: string; errors: ErrorDetail[] }) {
  return (
    <div>
      <label htmlFor={name} className="label">
        {label}
      </label>
      <input
        id={name}
        name={name}
        required
        aria-invalid={errors.some(({ field }) => field === name)}
        aria-describedby={hint ? `${name}-hint ${name}-error` : `${name}-error`}
        className={`input ${className}`}
        {...input}
      />
      {hint && (
        <p id={`${name}-hint`} className="hint">
          {hint}
        </p>
      )}
      <FieldErrors name={name} errors={errors} />
    </div>
  );
}
