import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, Program, until } from './fixtures.ts';

/** Runs a command that ignores SIGTERM when Ctrl-C comes. */
const stubborn = `
  import { run } from 'LIB/run.mjs';
  import { onStopSignals } from 'LIB/stop-signals.mjs';
  const signal = onStopSignals();
  signal.addEventListener('abort', () => console.log('stopping'));
  const script = 'trap "" TERM INT; echo $$; while :; do sleep 0.1; done';
  await run('sh', ['-c', script], { cwd: '/', signal, onLine: (line) => console.log(line) });`;

/** Needs a while to stop, and then prints so. */
const orderly = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { onStopSignals } from 'LIB/stop-signals.mjs';
  const signal = onStopSignals();
  console.log('up');
  await new Promise((resolve) => {
    const keep = setInterval(() => {}, 1000);
    signal.addEventListener('abort', () => { clearInterval(keep); resolve(); });
  });
  await sleep(300);
  console.log('stopped in order');`;

test('when Ctrl-C comes twice, then everything is killed at once', async () => {
  const program = new Program(stubborn);
  const pid = Number(await program.line());
  program.child.kill('SIGINT');
  expect(await program.line(2)).toBe('stopping');
  // A signal that follows at once counts as the same Ctrl-C, passed on by npm.
  await sleep(750);
  program.child.kill('SIGINT');
  expect(await program.end()).toBe(130);
  await until(() => !isRunning(pid));
});

test('when npm passes the same Ctrl-C on, then it counts once', async () => {
  const program = new Program(orderly);
  await program.line();
  program.child.kill('SIGINT');
  program.child.kill('SIGTERM');
  expect(await program.end()).toBe(0);
  expect(program.out).toEqual(['up', 'stopped in order']);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'when %s comes, then it is stopped in order',
  async (signal) => {
    const program = new Program(orderly);
    await program.line();
    expect(await program.end(signal)).toBe(0);
    expect(program.out).toContain('stopped in order');
  },
);

test('when the terminal is gone, then it is stopped in order all the same', async () => {
  const program = new Program(`${orderly}
    import { writeFileSync } from 'node:fs';
    for (let n = 0; n < 5; n++) { console.log('into nowhere'); await sleep(10); }
    process.exit(7);`);
  await program.line();
  program.child.stdout.destroy();
  program.child.stderr.destroy();
  expect(await program.end('SIGHUP')).toBe(7);
});
