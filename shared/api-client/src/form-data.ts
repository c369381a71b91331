/**
 * Serializes a body as `multipart/form-data`, without its undefined fields:
 * `api.POST('/api/products', { body, bodySerializer: toFormData })`.
 */
export function toFormData(body: Record<string, string | number | Blob | null | undefined>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(body))
    if (value !== undefined) form.append(name, value instanceof Blob ? value : String(value));
  return form;
}
