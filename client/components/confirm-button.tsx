'use client';

import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

interface Props {
  label: ReactNode;
  /** Question of the dialog. */
  question: string;
  /** Consequence of the action. */
  consequence: ReactNode;
  /** Labels of the dialog's buttons. */
  keep: string;
  confirm: string;
  confirming: string;
  busy: boolean | undefined;
  /** Called with the function that closes the dialog, and with the values of its fields. */
  onConfirm: (close: () => void, data: FormData) => void;
  onClose?: () => void;
  /** Of the button that opens the dialog. */
  className?: string;
  /** Fields of the dialog, with their errors. */
  children?: ReactNode;
}

/** Button of an action that cannot be undone, which asks first. */
export function ConfirmButton({ label, question, consequence, keep, confirm, confirming, ...props }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => dialog.current?.close();

  function open() {
    // Before the dialog moves the focus to its first field.
    flushSync(() => setIsOpen(true));
    dialog.current?.showModal();
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    props.onConfirm(close, new FormData(event.currentTarget));
  }

  return (
    <>
      <button type="button" className={props.className ?? 'button-destructive w-full'} onClick={open}>
        {label}
      </button>
      <dialog
        ref={dialog}
        aria-labelledby={`${id}-question`}
        aria-describedby={`${id}-consequence`}
        className="panel m-auto w-[calc(100%-2rem)] max-w-md p-6 text-ink shadow-xl backdrop:bg-black/50"
        onClose={() => {
          setIsOpen(false);
          props.onClose?.();
        }}
      >
        <form method="post" onSubmit={submit}>
          <h2 id={`${id}-question`} className="text-xl">
            {question}
          </h2>
          <div id={`${id}-consequence`} className="mt-2 flex flex-col gap-2 text-soft">
            {consequence}
          </div>
          {/* Ids of fields are unique on a page, which can have several such dialogs. */}
          {isOpen && props.children && <div className="mt-5 flex flex-col gap-5">{props.children}</div>}
          <div className="mt-6 flex flex-wrap justify-end gap-3">
            <button type="button" className="button-secondary" onClick={close}>
              {keep}
            </button>
            <button type="submit" className="button-destructive" aria-disabled={props.busy}>
              {props.busy ? confirming : confirm}
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
