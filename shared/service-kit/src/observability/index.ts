export { bindLogFields, currentTraceparent, withTrace } from './log-context.ts';
export { createLogger, type Logger } from './logger.ts';
export { Metrics } from './metrics.ts';
