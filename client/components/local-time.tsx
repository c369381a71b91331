'use client';

import { useSyncExternalStore } from 'react';

const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' };
const subscribeToNothing = () => () => {};

/** Time in the visitor's time zone. The server renders UTC, because it does not know the zone. */
export function LocalTime({ at }: { at: string }) {
  const time = new Date(at);
  const text = useSyncExternalStore(
    subscribeToNothing,
    () => time.toLocaleString('en-US', options),
    () => `${time.toLocaleString('en-US', { ...options, timeZone: 'UTC' })} UTC`,
  );
  return (
    <time dateTime={at} className="tabular-nums">
      {text}
    </time>
  );
}
