import { cpus, release, totalmem, type } from 'node:os';

/** Describes the machine on which the figures were measured. */
export const describeMachine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGib: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  system: `${type()} ${release()}`,
});
