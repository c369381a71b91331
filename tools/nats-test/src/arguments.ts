import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Subject, subjects } from '@ecommerce/contracts';
import { UsageError } from './terminal.ts';

/** Parses command-line arguments. @throws UsageError for an unknown option */
export function parseArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Checks that a text is a subject. @throws UsageError if it is not */
export function toSubject(text: string): Subject {
  const found = subjects.find((subject) => subject === text);
  if (!found) throw new UsageError(`Unknown subject ${text}. Run \`nats-test subjects\` to list all.`);
  return found;
}

/**
 * Returns the subjects that match any of the patterns; all subjects without a pattern.
 * @throws UsageError for a pattern that matches none
 */
export function matchingSubjects(patterns: string[]): Subject[] {
  if (patterns.length === 0) return subjects;
  const expanded = patterns.flatMap((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[^\w:]/g, '\\$&'));
    const found = subjects.filter((subject) => new RegExp(`^${parts.join('.*')}$`).test(subject));
    return found.length > 0 ? found : [toSubject(pattern)];
  });
  return [...new Set(expanded)];
}
