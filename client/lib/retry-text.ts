const SHORT_SECONDS = 60;

/** Says when to try again; undefined if that is so soon that "in a moment" says it. */
export function retryText(retryAfterSeconds = 0): string | undefined {
  if (retryAfterSeconds < SHORT_SECONDS) return undefined;
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return `You can try again in ${minutes === 1 ? '1 minute' : `${minutes} minutes`}.`;
}
