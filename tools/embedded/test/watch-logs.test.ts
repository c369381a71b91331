import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program, tempFolder, until } from './fixtures.ts';

const watching = `
  import { watchLogs } from 'LIB/watch-logs.mjs';
  watchLogs(process.argv.slice(1));
  console.log('watching');
  setInterval(() => {}, 1000);`;

const entry = (level: string, msg: string, more = {}) => `${JSON.stringify({ level, msg, ...more })}\n`;

async function watched() {
  const file = join(tempFolder(), 'orders.log');
  writeFileSync(file, '');
  const program = new Program(watching, [file]);
  await program.line();
  const shown = () => program.err.split('\n').filter(Boolean);
  const untilShown = (count: number) => until(() => shown().length >= count);
  return { file, program, shown, untilShown };
}

describe('watchLogs', () => {
  it('prints a repeated error once and ignores lower levels', async () => {
    const { file, shown, untilShown } = await watched();
    const failed = entry('error', 'publish failed', { err: { message: 'no ack' } });
    const odd = `${entry('info', 'listens')}no JSON\nnull\n[]\n7\n`;
    appendFileSync(file, odd + failed + failed + entry('fatal', 'the end'));
    await untilShown(2);
    expect(shown()).toEqual(['orders: publish failed: no ack', 'orders: the end']);
  });

  it('prints a line once it is complete', async () => {
    const { file, shown, untilShown } = await watched();
    const line = entry('error', 'late');
    appendFileSync(file, entry('error', 'first') + line.slice(0, 9));
    await untilShown(1);
    appendFileSync(file, line.slice(9));
    await untilShown(2);
    expect(shown()).toEqual(['orders: first', 'orders: late']);
  });

  it('continues with the new file after a log is removed', async () => {
    const { file, program, shown, untilShown } = await watched();
    appendFileSync(file, entry('error', 'before'));
    await untilShown(1);
    rmSync(file);
    await sleep(1500);
    expect(program.child.exitCode).toBeNull();
    writeFileSync(file, entry('error', 'after'));
    await untilShown(2);
    expect(shown()).toEqual(['orders: before', 'orders: after']);
  });
});
