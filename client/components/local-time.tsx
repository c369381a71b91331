'use client';

import { useSyncExternalStore } from 'react';

const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' };
const never = () => () => {};

/** A time as the visitor's clock shows it; in UTC until the browser has told where that is. */
export function LocalTime({ at }: { at: string }) {
  const time = new Date(at);
  const words = useSyncExternalStore(
    never,
    () => time.toLocaleString('en-US', options),
    () => `${time.toLocaleString('en-US', { ...options, timeZone: 'UTC' })} UTC`,
  );
  return (
    <time dateTime={at} className="tabular-nums">
      {words}
    </time>
  );
}
