import { createLogger } from '@ecommerce/service-kit/observability';

/** Creates a logger that records its lines. */
export function recordedLog() {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('test', 'info', { write: (line) => void lines.push(JSON.parse(line)) });
  return { log, lines };
}
