const units = [
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Formats a duration for people, in the largest unit that expresses it exactly: `24 hours`. */
export function formatDuration(seconds: number): string {
  const [name, length] = units.find(([, unit]) => seconds % unit === 0) ?? ['second', 1];
  const count = seconds / length;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
