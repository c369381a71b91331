import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'pipe' });

/** A small disk in a file, for a database of its own, that can get full or refuse to be written to. Linux and root only. */
export class Disk {
  readonly path: string;
  private readonly dir = mkdtempSync(join(tmpdir(), 'disk-'));
  private readonly ballast: string;

  /** @throws Error where a disk may not be made or mounted */
  constructor(mebibytes: number) {
    const image = join(this.dir, 'image');
    this.path = join(this.dir, 'mounted');
    this.ballast = join(this.path, 'ballast');
    mkdirSync(this.path);
    try {
      run('truncate', '--size', `${mebibytes}M`, image);
      run('mkfs.ext4', '-q', '-m', '0', image);
      run('mount', '-o', 'loop', image, this.path);
    } catch (error) {
      rmSync(this.dir, { recursive: true });
      throw error;
    }
  }

  /** Leaves not one block. */
  async fill(): Promise<void> {
    const file = await open(this.ballast, 'w');
    try {
      for (const size of [65_536, 1024]) await writeAll(file, Buffer.alloc(size));
    } finally {
      await file.close();
    }
  }

  empty(): void {
    rmSync(this.ballast);
  }

  /** What is open is refused too, unlike by a mount that is made read-only, which waits for all files to be closed. */
  makeReadOnly(): void {
    run('chattr', '+i', ...this.files());
  }

  makeWritable(): void {
    run('chattr', '-i', ...this.files());
  }

  /** Nothing may use it any more. */
  remove(): void {
    run('umount', this.path);
    rmSync(this.dir, { recursive: true });
  }

  /** SQLite's, without the one that is shared memory: a process is killed where it may not write to that. */
  private files(): string[] {
    return readdirSync(this.path, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.sqlite(-wal)?$/.test(name))
      .map((name) => join(this.path, name));
  }
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, block: Buffer): Promise<void> {
  try {
    for (;;) await file.write(block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
