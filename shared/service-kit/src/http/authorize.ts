import type { ErrorCode } from '@ecommerce/contracts';
import { ApiError } from './errors.ts';

type Resource = 'order' | 'product';

/**
 * The only ownership policy: a resource belongs to the user in its `userId`.
 * @returns the resource
 * @throws ApiError 404 when the resource does not exist, 401 `not_owner` when it belongs to another user
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

/** Creates the error for a resource of another user. */
export const notOwner = (kind: Resource): ApiError =>
  new ApiError('not_owner', { message: `You do not have access to this ${kind}.` });
