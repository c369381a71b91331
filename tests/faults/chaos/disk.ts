import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'pipe' });

/**
 * Mounts a small disk image for one database, which can be filled or made read-only. Needs Linux and root.
 * @throws Error if this user cannot create or mount a disk image
 */
export function mountDisk(mebibytes: number) {
  const dir = mkdtempSync(join(tmpdir(), 'disk-'));
  const image = join(dir, 'image');
  const path = join(dir, 'mounted');
  const ballast = join(path, 'ballast');
  mkdirSync(path);
  try {
    run('truncate', '--size', `${mebibytes}M`, image);
    run('mkfs.ext4', '-q', '-m', '0', image);
    run('mount', '-o', 'loop', image, path);
  } catch (error) {
    rmSync(dir, { recursive: true });
    throw error;
  }

  /** SQLite's files except the shared memory: the kernel kills a process that cannot write to it. */
  const files = () =>
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.sqlite(-wal)?$/.test(name))
      .map((name) => join(path, name));
  return {
    path,
    /** Fills the disk completely. */
    async fill() {
      const file = await open(ballast, 'w');
      try {
        for (const size of [65_536, 1024]) await writeAll(file, Buffer.alloc(size));
      } finally {
        await file.close();
      }
    },
    empty: () => rmSync(ballast),
    /** Makes writes to open files fail too. A read-only remount would wait until all files are closed. */
    makeReadOnly: () => run('chattr', '+i', ...files()),
    makeWritable: () => run('chattr', '-i', ...files()),
    /** Unmounts the disk, which must not be in use. */
    remove() {
      run('umount', path);
      rmSync(dir, { recursive: true });
    },
  };
}

async function writeAll(file: FileHandle, block: Buffer): Promise<void> {
  try {
    for (;;) await file.write(block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
