import { parseSync } from '@swc/core';
import { root } from '../../embedded/lib/paths.mjs';
import { Changes } from '../lib/changes.mjs';
import { planEvent } from '../lib/new-event.mjs';
import { planService } from '../lib/new-service.mjs';

/** Changes of this repository that are planned and never written. */
export const newChanges = () => new Changes(root);

/** The error of a plan. @throws Error when the plan has none */
export function errorOf(plan: () => unknown): string {
  try {
    plan();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the plan has no error');
}

/** Plans the service `zeppelins`, which no shop has, or another one. */
export function withService(name = 'zeppelins', options: { noun?: string } = {}, changes = newChanges()) {
  planService(changes, name, options);
  return changes;
}

/** Plans an event. */
export function withEvent(subject: string, from: string, to: string[] = [], changes = newChanges()) {
  planEvent(changes, subject, { from, to });
  return changes;
}

/** Parses every changed file of code, which throws for invalid syntax. */
export function assertSyntax(changes: Changes): void {
  for (const file of changes.files.filter((name) => name.endsWith('.ts')))
    parseSync(changes.read(file), { syntax: 'typescript', target: 'es2022' });
}
