import type { ErrorCode } from '@ecommerce/contracts';
import { ApiError } from './errors.ts';

type Resource = 'order' | 'product';

/**
 * The one ownership policy: a resource belongs to the user whose `userId` it carries.
 * @returns the resource
 * @throws ApiError 404 where there is none, 401 `not_owner` where it belongs to another user
 */
export function assertOwner<T extends { userId: string }>(
  resource: T | null | undefined,
  user: { id: string },
  kind: Resource,
): T {
  if (!resource) throw new ApiError(`${kind}_not_found` satisfies ErrorCode);
  if (resource.userId !== user.id) throw notOwner(kind);
  return resource;
}

/** The error of a resource that belongs to another user. */
export const notOwner = (kind: Resource): ApiError =>
  new ApiError('not_owner', { message: `You do not have access to this ${kind}.` });
