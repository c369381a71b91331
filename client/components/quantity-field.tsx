'use client';

import { MAX_QUANTITY } from '@ecommerce/contracts/limits';
import { useId, useState } from 'react';

interface Props {
  value: number;
  max: number;
  onChange: (quantity: number) => void;
  label: string;
  /** Shows the label to screen readers only. */
  labelHidden?: boolean;
}

/** Quantity input with step buttons. `onChange` gets integers of at least 1. */
export function QuantityField({ value, max, onChange, label, labelHidden = false }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const limit = Math.max(1, Math.min(max, MAX_QUANTITY));
  const step = (by: number) => {
    setTyped(undefined);
    const next = Math.min(Math.max(value + by, 1), Math.max(limit, value));
    if (next !== value) onChange(next);
  };
  const commit = () => {
    const number = Math.round(Number(typed));
    setTyped(undefined);
    if (typed !== undefined && Number.isFinite(number) && number >= 1) onChange(Math.min(number, limit));
  };
  return (
    <div>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'label'}>
        {label}
      </label>
      <div className="inline-flex items-center rounded-lg border border-edge bg-panel">
        <Step label={`Decrease: ${label}`} symbol="−" disabled={value <= 1} onClick={() => step(-1)} />
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          value={typed ?? value}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
          className="h-11 w-14 rounded-sm bg-transparent text-center tabular-nums"
        />
        <Step label={`Increase: ${label}`} symbol="+" disabled={value >= limit} onClick={() => step(1)} />
      </div>
    </div>
  );
}

interface StepProps {
  label: string;
  symbol: string;
  disabled: boolean;
  onClick: () => void;
}

const Step = ({ label, symbol, disabled, onClick }: StepProps) => (
  <button
    type="button"
    aria-label={label}
    aria-disabled={disabled}
    onClick={onClick}
    className="flex size-11 shrink-0 items-center justify-center rounded-lg text-lg hover:bg-sunken aria-disabled:text-edge aria-disabled:hover:bg-transparent"
  >
    {symbol}
  </button>
);
