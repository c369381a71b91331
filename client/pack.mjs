import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

// Runs after `next build`: copies all served files into the standalone folder and compresses scripts and styles.
const built = join(import.meta.dirname, '.next');
const home = join(built, 'standalone/client');
const files = join(home, '.next/static');

cpSync(join(built, 'static'), files, { recursive: true });
cpSync(join(import.meta.dirname, 'serve'), join(home, 'serve'), { recursive: true });
for (const name of readdirSync(files, { recursive: true, encoding: 'utf8' }))
  if (/\.(js|css)$/.test(name))
    writeFileSync(join(files, `${name}.br`), brotliCompressSync(readFileSync(join(files, name))));
