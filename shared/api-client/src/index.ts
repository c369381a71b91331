export { type ApiClient, type ApiClientOptions, type ApiResult, createApiClient } from './client.ts';
export { toFormData } from './form-data.ts';
export type { components, paths } from './schema.generated.ts';
export { SessionCookie } from './session-cookie.ts';
