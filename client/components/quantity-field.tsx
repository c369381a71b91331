'use client';

import { useId, useState } from 'react';

/** Pieces: typed, or one more and one less. Tells of a number only once it is one. */
export function QuantityField({
  value,
  max,
  onChange,
  label,
  hidden = false,
}: {
  value: number;
  max: number;
  onChange: (quantity: number) => void;
  label: string;
  /** The label is for those who do not see the rest either. */
  hidden?: boolean;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const most = Math.max(1, Math.min(max, 10_000));
  const step = (by: number) => {
    setTyped(undefined);
    const next = Math.min(Math.max(value + by, 1), Math.max(most, value));
    if (next !== value) onChange(next);
  };
  const take = () => {
    const number = Math.round(Number(typed));
    setTyped(undefined);
    if (typed !== undefined && Number.isFinite(number) && number >= 1) onChange(Math.min(number, most));
  };
  const button =
    'flex size-11 shrink-0 items-center justify-center rounded-lg text-lg hover:bg-sunken aria-disabled:text-edge aria-disabled:hover:bg-transparent';
  return (
    <div>
      <label htmlFor={id} className={hidden ? 'sr-only' : 'label'}>
        {label}
      </label>
      <div className="inline-flex items-center rounded-lg border border-edge bg-panel">
        <button
          type="button"
          aria-label={`One less: ${label}`}
          className={button}
          aria-disabled={value <= 1}
          onClick={() => step(-1)}
        >
          −
        </button>
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          value={typed ?? value}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => event.key === 'Enter' && take()}
          className="h-11 w-14 rounded-sm bg-transparent text-center tabular-nums"
        />
        <button
          type="button"
          aria-label={`One more: ${label}`}
          className={button}
          aria-disabled={value >= most}
          onClick={() => step(1)}
        >
          +
        </button>
      </div>
    </div>
  );
}
