import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, Program, until } from './fixtures.ts';

/** A program whose command ignores SIGTERM and SIGINT. */
const unstoppable = `
  import { run } from 'LIB/run.mjs';
  import { onStopSignals } from 'LIB/stop-signals.mjs';
  const signal = onStopSignals();
  signal.addEventListener('abort', () => console.log('stopping'));
  const script = 'trap "" TERM INT; echo $$; while :; do sleep 0.1; done';
  await run('sh', ['-c', script], { cwd: '/', signal, onLine: (line) => console.log(line) });`;

/** A program that takes a while to stop gracefully and then prints a line. */
const graceful = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { onStopSignals } from 'LIB/stop-signals.mjs';
  const signal = onStopSignals();
  console.log('up');
  await new Promise((resolve) => {
    const keep = setInterval(() => {}, 1000);
    signal.addEventListener('abort', () => { clearInterval(keep); resolve(); });
  });
  await sleep(300);
  console.log('stopped gracefully');`;

describe('onStopSignals', () => {
  it('kills everything at the second Ctrl-C', async () => {
    const program = new Program(unstoppable);
    const pid = Number(await program.line());
    program.child.kill('SIGINT');
    expect(await program.line(2)).toBe('stopping');
    // A signal that follows immediately counts as the same Ctrl-C, forwarded by npm.
    await sleep(750);
    program.child.kill('SIGINT');
    expect(await program.end()).toBe(130);
    await until(() => !isRunning(pid));
  });

  it('counts a Ctrl-C that npm forwards only once', async () => {
    const program = new Program(graceful);
    await program.line();
    program.child.kill('SIGINT');
    program.child.kill('SIGTERM');
    expect(await program.end()).toBe(0);
    expect(program.out).toEqual(['up', 'stopped gracefully']);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stops gracefully on %s', async (signal) => {
    const program = new Program(graceful);
    await program.line();
    expect(await program.end(signal)).toBe(0);
    expect(program.out).toContain('stopped gracefully');
  });

  it('stops gracefully after the terminal is closed', async () => {
    const program = new Program(`${graceful}
    import { writeFileSync } from 'node:fs';
    for (let n = 0; n < 5; n++) { console.log('into nowhere'); await sleep(10); }
    process.exit(7);`);
    await program.line();
    program.child.stdout.destroy();
    program.child.stderr.destroy();
    expect(await program.end('SIGHUP')).toBe(7);
  });
});
