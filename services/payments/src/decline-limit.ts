import { ApiError, type Clock } from '@ecommerce/service-kit/domain';

/**
 * Declined cards of an order within 24 hours. A buyer with an empty account and other cards needs a few, a test of stolen
 * cards hundreds.
 */
export const MAX_DECLINES_PER_ORDER = 10;
/** After that time, a decline no longer counts. */
export const DECLINE_WINDOW_SECONDS = 24 * 3600;
const WINDOW_MS = DECLINE_WINDOW_SECONDS * 1000;

/** Whether a decline still counts. */
export const isRecent = (time: Date, clock: Clock): boolean =>
  time.getTime() > clock.now().getTime() - WINDOW_MS;

/**
 * @param times of declines, oldest first
 * @throws ApiError `too_many_declines` with the time until the oldest of them no longer counts
 */
export function assertFewDeclines(times: Date[], max: number, clock: Clock): void {
  const recent = times.filter((time) => isRecent(time, clock));
  const [oldest] = recent.slice(-max);
  if (recent.length < max || !oldest) return;
  const retryAfterMs = oldest.getTime() + WINDOW_MS - clock.now().getTime();
  throw new ApiError('too_many_declines', { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) });
}
