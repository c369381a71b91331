import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock, withLock } from '../lib/lock.mjs';
import { processIdentity } from '../lib/process-identity.mjs';
import { Program, tempFolder } from './program.ts';

const holding = `
  import { tryLock } from 'LIB/lock.mjs';
  tryLock(process.argv[1], { url: 'http://localhost:1' });
  console.log('held');
  setInterval(() => {}, 1000);`;

async function heldByAnother() {
  const file = join(tempFolder(), 'locks/one.lock');
  const program = new Program(holding, [file]);
  await program.line();
  return { file, program };
}

test('when another process holds a lock, then it is seen who, and what it says of itself', async () => {
  const { file, program } = await heldByAnother();
  expect(tryLock(file).holder).toMatchObject({ pid: program.pid, url: 'http://localhost:1' });
});

test('when the holder was killed, then the lock is taken over', async () => {
  const { file, program } = await heldByAnother();
  await program.end('SIGKILL');
  expect(tryLock(file).holder).toBeUndefined();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(processIdentity(process.pid));
});

test('when a living process only has the id of the dead holder, then the lock is taken over', () => {
  const file = join(tempFolder(), 'one.lock');
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: '1' }));
  expect(tryLock(file).holder).toBeUndefined();
});

test.each(['', '{', 'null', '{}', '7', `{"pid":${process.pid}}`, '{"pid":-1,"startedAt":"1"}'])(
  'when a lock holds %p, which names nobody, then it is taken over',
  (text) => {
    const file = join(tempFolder(), 'one.lock');
    writeFileSync(file, text);
    expect(tryLock(file).holder).toBeUndefined();
  },
);

test('when a lock is released, then the next can have it', () => {
  const file = join(tempFolder(), 'one.lock');
  const first = tryLock(file);
  expect(tryLock(file).holder).toEqual(processIdentity(process.pid));
  first.release?.();
  expect(tryLock(file).holder).toBeUndefined();
});

test('when somebody waits for a turn, then it comes after the release, and giving up ends the wait', async () => {
  const file = join(tempFolder(), 'one.lock');
  const first = tryLock(file);
  const impatient = new AbortController();
  const givenUp = withLock(file, async () => 'never', impatient.signal);
  const turn = withLock(file, async () => 'done');
  impatient.abort();
  await expect(givenUp).rejects.toThrow('aborted');
  first.release?.();
  expect(await turn).toBe('done');
  expect(tryLock(file).holder).toBeUndefined();
});
