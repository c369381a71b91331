/** @param {string[]} ranges an `Accept-Encoding` header, split at its commas @param {string} name */
function weightOf(ranges, name) {
  for (const range of ranges) {
    const [coding = '', ...params] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = params.find((param) => param.startsWith('q='));
    if (coding === name) return weight === undefined ? 1 : Number(weight.slice(2)) || 0;
  }
  return undefined;
}

/**
 * Whether a client accepts a content coding and does not prefer the plain content (RFC 9110, section 12.5.3).
 *
 * @param {string | string[] | undefined} header the request's `Accept-Encoding`
 * @param {'br' | 'gzip'} coding
 */
export function acceptsEncoding(header, coding) {
  const ranges = String(header ?? '').split(',');
  const weight = weightOf(ranges, coding) ?? weightOf(ranges, '*') ?? 0;
  return weight > 0 && weight >= (weightOf(ranges, 'identity') ?? 0);
}
