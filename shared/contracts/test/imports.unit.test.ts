import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = join(import.meta.dirname, '../src');

/** Returns the packages that a module needs at run time, directly or through other modules. */
function packagesOf(module: string, seen = new Set<string>()): Set<string> {
  if (seen.has(module)) return new Set();
  seen.add(module);
  const code = readFileSync(join(source, module), 'utf8').replaceAll(/^import type .*$/gm, '');
  const specifiers = [...code.matchAll(/^(?:import|export|\}).* from '(.*)';$/gm)].map(
    ([, name = '']) => name,
  );
  const [own, packages] = [true, false].map((isOwn) =>
    specifiers.filter((name) => name.startsWith('./') === isOwn),
  ) as [string[], string[]];
  return new Set([...packages, ...own.flatMap((name) => [...packagesOf(name, seen)])]);
}

describe('@ecommerce/contracts', () => {
  it.each(['limits', 'money', 'error-codes', 'session-cookie'])('loads %s without zod', (name) => {
    expect([...packagesOf(`${name}.ts`)]).toEqual([]);
  });

  it('depends on zod only', () => {
    const { dependencies } = JSON.parse(readFileSync(join(source, '../package.json'), 'utf8'));
    expect(Object.keys(dependencies)).toEqual(['zod']);
    const needed = readdirSync(source).flatMap((file) => [...packagesOf(file)]);
    expect(new Set(needed)).toEqual(new Set(['zod']));
  });
});
