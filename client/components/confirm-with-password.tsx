'use client';

import type { ComponentProps } from 'react';
import type { Outcome } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { ConfirmButton } from './confirm-button';
import { FormErrors, focusInvalid } from './form-errors';
import { CurrentPasswordField } from './password-fields';

type Texts = Pick<
  ComponentProps<typeof ConfirmButton>,
  'label' | 'question' | 'consequence' | 'keep' | 'confirm' | 'confirming' | 'className'
>;

interface Props extends Texts {
  /** Must not throw. */
  action: (password: string) => Promise<Outcome<unknown>>;
  /** Called after the action with the function that closes the dialog. */
  onDone: (close: () => void) => void;
}

const fields = ['password'];

/** Button of an action that only the owner of the account may take, so that it asks for the password. */
export function ConfirmWithPassword({ action, onDone, ...texts }: Props) {
  const { run, reset, busy, failure } = useMutation(async (close: () => void, data: FormData) => {
    const outcome = await action(String(data.get('password')));
    if (outcome.ok) onDone(close);
    else focusInvalid(outcome, fields, 'password');
    return outcome;
  });
  return (
    <ConfirmButton {...texts} busy={busy} onConfirm={run} onClose={reset}>
      <FormErrors failure={failure} fields={fields} path="/account" />
      <CurrentPasswordField name="password" label="Password" errors={failure?.errors ?? []} />
    </ConfirmButton>
  );
}
