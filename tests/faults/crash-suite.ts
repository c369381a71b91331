import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually, type ServiceProcess } from '@ecommerce/test-kit';
import { eventServiceNames, type ServiceName } from '../../tools/services/services.mjs';
import type { Stack } from '../checkout/stack.ts';
import type { ClientHistory } from './checker/client-history.ts';
import { violationsIn } from './checker/invariants.ts';
import { takeSnapshot } from './checker/snapshot.ts';

/** The value of `NODE_OPTIONS` that gives a service its crash points. */
export const crashPointOptions = `--import=${pathToFileURL(join(import.meta.dirname, 'crash-points.mjs')).href}`;

/** The services with events. */
export const victims: ServiceName[] = eventServiceNames;

export function processOf(stack: Stack, name: ServiceName): ServiceProcess {
  const [process] = stack.processes[name];
  if (!process) throw new Error(`there is no ${name}`);
  return process;
}

/** Waits until all invariants hold. */
export const untilNoViolations = (stack: Stack, history: ClientHistory): Promise<void> =>
  eventually(async () => expect(violationsIn(await takeSnapshot(stack, history))).toEqual([]));
