import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock, withLock } from '../lib/lock.mjs';
import { processIdentity } from '../lib/process-identity.mjs';
import { Program, tempFolder } from './fixtures.ts';

const lockFile = () => join(tempFolder(), 'locks/one.lock');

const holding = `
  import { tryLock } from 'LIB/lock.mjs';
  tryLock(process.argv[1], { url: 'http://localhost:1' });
  console.log('held');
  setInterval(() => {}, 1000);`;

async function heldByAnother() {
  const file = lockFile();
  const program = new Program(holding, [file]);
  await program.line();
  return { file, program };
}

describe('tryLock', () => {
  it('returns the pid and details of the holder', async () => {
    const { file, program } = await heldByAnother();
    expect(tryLock(file).holder).toMatchObject({ pid: program.pid, url: 'http://localhost:1' });
  });

  it('takes over the lock of a killed process', async () => {
    const { file, program } = await heldByAnother();
    await program.end('SIGKILL');
    expect(tryLock(file).holder).toBeUndefined();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(processIdentity(process.pid));
  });

  const reused = JSON.stringify({ pid: process.pid, startedAt: '1' });
  it.each(['', '{', 'null', '{}', '7', `{"pid":${process.pid}}`, '{"pid":-1,"startedAt":"1"}', reused])(
    'takes over a lock that contains %p, which names no running process',
    (text) => {
      const file = join(tempFolder(), 'one.lock');
      writeFileSync(file, text);
      expect(tryLock(file).holder).toBeUndefined();
    },
  );

  it('acquires a released lock', () => {
    const file = lockFile();
    const first = tryLock(file);
    expect(tryLock(file).holder).toEqual(processIdentity(process.pid));
    first.release?.();
    expect(tryLock(file).holder).toBeUndefined();
  });

  it('lets withLock wait for the release or the abort', async () => {
    const file = lockFile();
    const first = tryLock(file);
    const controller = new AbortController();
    const aborted = withLock(file, async () => 'never', controller.signal);
    const turn = withLock(file, async () => 'done');
    controller.abort();
    await expect(aborted).rejects.toThrow('aborted');
    first.release?.();
    expect(await turn).toBe('done');
    expect(tryLock(file).holder).toBeUndefined();
  });

  const CONTENDERS = 4;

  /** Runs the lines in several processes at once; each stays until all have printed their result. */
  async function contend(code: string, dir: string): Promise<string[]> {
    const race = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { tryLock } from 'LIB/lock.mjs';
    const dir = process.argv[1];
    console.log('ready');
    process.stdin.once('data', () => console.log(race()));
    function race() { ${code} }`;
    const programs = Array.from({ length: CONTENDERS }, () => new Program(race, [dir]));
    await Promise.all(programs.map((program) => program.line()));
    for (const { child } of programs) child.stdin.write('go');
    return Promise.all(programs.map((program) => program.line(2)));
  }

  it('lets exactly one of several processes take over a lock', async () => {
    const dir = tempFolder();
    const rounds = 300;
    for (let n = 0; n < rounds; n++) writeFileSync(join(dir, `${n}.lock`), '{"pid":1,"startedAt":"never"}');
    const won = await contend(
      `let won = 0;
     for (let n = 0; n < ${rounds}; n++) if (!tryLock(dir + '/' + n + '.lock').holder) won++;
     return won;`,
      dir,
    );
    expect(won.map(Number).reduce((sum, one) => sum + one, 0)).toBe(rounds);
  });

  it('excludes all other processes', async () => {
    const dir = tempFolder();
    const turns = 150;
    mkdirSync(join(dir, 'locks'));
    writeFileSync(join(dir, 'count'), '0');
    await contend(
      `for (let n = 0; n < ${turns}; n++) {
       let lock;
       do lock = tryLock(dir + '/locks/one'); while (lock.holder);
       writeFileSync(dir + '/count', String(Number(readFileSync(dir + '/count', 'utf8')) + 1));
       lock.release();
     }`,
      dir,
    );
    expect(readFileSync(join(dir, 'count'), 'utf8')).toBe(String(CONTENDERS * turns));
  });
});
