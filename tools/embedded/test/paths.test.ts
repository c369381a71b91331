import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { Program, tempFolder } from './fixtures.ts';

/** The home and the cache of a process with these variables. */
async function pathsOf(env: NodeJS.ProcessEnv): Promise<{ userHome: string; cacheDir: string }> {
  const script = `
    import { cacheDir, userHome } from 'LIB/paths.mjs';
    console.log(JSON.stringify({ cacheDir, userHome }));`;
  return JSON.parse(await new Program(script, [], { XDG_CACHE_HOME: undefined, ...env }).line());
}

describe('userHome', () => {
  it('is the home of the user', async () => {
    const home = tempFolder();
    expect(await pathsOf({ HOME: home })).toEqual({
      userHome: home,
      cacheDir: join(home, '.cache/ecommerce-embedded'),
    });
  });

  it.each(['/nonexistent', '/proc', '/dev/null', 'relative'])(
    'is a folder of the checkout if HOME is %s',
    async (home) => {
      expect((await pathsOf({ HOME: home })).userHome).toBe(join(root, '.data/home'));
    },
  );

  it('is found without HOME', async () => {
    expect((await pathsOf({ HOME: undefined })).userHome).toMatch(/^\//);
  });
});

describe('cacheDir', () => {
  it('ignores a relative XDG_CACHE_HOME', async () => {
    const home = tempFolder();
    const { cacheDir } = await pathsOf({ HOME: home, XDG_CACHE_HOME: 'relative' });
    expect(cacheDir).toBe(join(home, '.cache/ecommerce-embedded'));
  });
});
