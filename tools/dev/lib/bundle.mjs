import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { context } from 'esbuild';

/** The parts of service-kit that the development server needs, from the same sources as the service. */
const ENTRY = `
export * from './src/service.ts';
export { Service } from '@ecommerce/service-kit/runtime';
`;

/**
 * Keeps installed packages out of the bundle, so that they are loaded only once, and packages of this repository in it.
 * @type {import('esbuild').Plugin}
 */
const external = {
  name: 'external',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path }) =>
      path.startsWith('@ecommerce/') ? undefined : { path, external: true },
    ),
};

/**
 * Bundles a service with the shared packages that it imports, from their TypeScript sources.
 * @param {string} folder of the service
 */
export async function createBundler(folder) {
  const file = join(folder, 'dist/dev-bundle.cjs');
  const build = await context({
    stdin: { contents: ENTRY, resolveDir: folder, sourcefile: 'dev-entry.ts', loader: 'ts' },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    conditions: ['@ecommerce/source'],
    plugins: [external],
    sourcemap: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  let digest = '';
  mkdirSync(dirname(file), { recursive: true });
  return {
    file,
    /**
     * Builds the bundle from the current sources.
     * @returns {Promise<{changed: boolean, folders: string[]}>} whether the code differs from the previous build, and the
     *   folders with its sources
     * @throws {import('esbuild').BuildFailure} for an error in the sources
     */
    async build() {
      const { outputFiles, metafile } = await build.rebuild();
      const code = outputFiles.find(({ path }) => path.endsWith('.cjs'));
      const before = digest;
      digest = createHash('sha256')
        .update(code?.contents ?? '')
        .digest('hex');
      for (const { path, contents } of outputFiles) writeFileSync(path, contents);
      const sources = Object.keys(metafile.inputs).filter((input) => input !== 'dev-entry.ts');
      return {
        changed: digest !== before,
        folders: [...new Set(sources.map((source) => dirname(resolve(source))))],
      };
    },
    dispose: () => build.dispose(),
  };
}
