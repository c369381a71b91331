import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = join(import.meta.dirname, '../src');

/** Returns the packages that a module needs at run time, directly or through other modules. */
function packagesOf(module: string, seen = new Set<string>()): string[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const code = readFileSync(module, 'utf8').replaceAll(/^(import|export) type [^;]*;$/gm, '');
  const specifiers = Array.from(
    code.matchAll(/^(?:import|export) [^;]* from '(.*)';$/gm),
    ([, name = '']) => name,
  );
  return specifiers.flatMap((name) =>
    name.startsWith('.') ? packagesOf(join(module, '..', name), seen) : [name],
  );
}

describe('@ecommerce/service-kit/domain', () => {
  it('loads no database driver, no broker client and no HTTP server', () => {
    const packages = new Set(
      packagesOf(join(source, 'domain/index.ts')).filter((name) => !name.startsWith('node:')),
    );
    expect([...packages].sort()).toEqual(['@ecommerce/contracts', '@ecommerce/contracts/error-codes', 'zod']);
  });
});
