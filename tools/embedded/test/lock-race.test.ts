import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Program, tempFolder } from './program.ts';

const contenders = 4;

/** Runs the lines in several processes at once; each stays until all have said their word. */
async function contend(code: string, dir: string): Promise<string[]> {
  const programs = Array.from({ length: contenders }, () => {
    const race = `
      import { readFileSync, writeFileSync } from 'node:fs';
      import { tryLock } from 'LIB/lock.mjs';
      const dir = process.argv[1];
      console.log('ready');
      process.stdin.once('data', () => console.log(race()));
      function race() { ${code} }`;
    return new Program(race, [dir]);
  });
  await Promise.all(programs.map((program) => program.line()));
  for (const { child } of programs) child.stdin.write('go');
  return Promise.all(programs.map((program) => program.line(2)));
}

test('when several find the lock of a dead process at once, then exactly one takes it over', async () => {
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

test('when several take turns, then no two are inside at once', async () => {
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
  expect(readFileSync(join(dir, 'count'), 'utf8')).toBe(String(contenders * turns));
});
