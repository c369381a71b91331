import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: 'pipe' });

/** A small disk in a file that can be filled or made read-only, for one database. Needs Linux and root. */
export class Disk {
  readonly path: string;
  private readonly dir = mkdtempSync(join(tmpdir(), 'disk-'));
  private readonly ballast: string;

  /** @throws Error when this user cannot make or mount a disk */
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

  /** Fills the disk to the last block. */
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

  /** Writes to open files fail too, unlike after a read-only remount, which waits until all files are closed. */
  makeReadOnly(): void {
    run('chattr', '+i', ...this.files());
  }

  makeWritable(): void {
    run('chattr', '-i', ...this.files());
  }

  /** Unmounts the disk, which must not be in use. */
  remove(): void {
    run('umount', this.path);
    rmSync(this.dir, { recursive: true });
  }

  /** SQLite's files except its shared memory: the kernel kills a process that cannot write to that. */
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
