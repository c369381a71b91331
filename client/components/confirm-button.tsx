'use client';

import { useId, useRef } from 'react';

interface Props {
  label: string;
  question: string;
  /** Effects of the action, which cannot be undone. */
  consequence: string;
  /** Labels of the dialog's buttons. */
  keep: string;
  confirm: string;
  confirming: string;
  busy: boolean | undefined;
  /** Called with the function that closes the dialog. */
  onConfirm: (close: () => void) => void;
}

/** Button of an action that cannot be undone, which asks first. */
export function ConfirmButton({ label, question, consequence, keep, confirm, confirming, ...props }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const close = () => dialog.current?.close();
  return (
    <>
      <button type="button" className="button-destructive w-full" onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog
        ref={dialog}
        aria-labelledby={`${id}-question`}
        aria-describedby={`${id}-consequence`}
        className="panel m-auto w-[calc(100%-2rem)] max-w-md p-6 text-ink shadow-xl backdrop:bg-black/50"
      >
        <h2 id={`${id}-question`} className="text-xl">
          {question}
        </h2>
        <p id={`${id}-consequence`} className="mt-2 text-soft">
          {consequence}
        </p>
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <button type="button" className="button-secondary" onClick={close}>
            {keep}
          </button>
          <button
            type="button"
            className="button-destructive"
            aria-disabled={props.busy}
            onClick={() => props.onConfirm(close)}
          >
            {props.busy ? confirming : confirm}
          </button>
        </div>
      </dialog>
    </>
  );
}
