import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Facts on disk, one JSON line each, never changed. What `append` has returned from survives a crash. */
export class Journal<Entry> {
  private readonly file: number;
  private size: number;
  private readonly entries: Entry[] = [];

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'journal.jsonl');
    this.file = openSync(path, 'a+');
    const text = readFileSync(path, 'utf8');
    // A crash in the middle of a write leaves a last line without an end; nobody was told of it.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    this.size = Buffer.byteLength(whole);
    ftruncateSync(this.file, this.size);
    for (const line of whole.split('\n')) if (line) this.entries.push(JSON.parse(line) as Entry);
  }

  /** What was stored before this start. */
  replay(take: (entry: Entry) => void): void {
    for (const entry of this.entries.splice(0)) take(entry);
  }

  /** @throws when the disk takes it not; then nothing of it is stored */
  append(entry: Entry): void {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      for (let written = 0; written < line.length; ) written += writeSync(this.file, line, written);
      fdatasyncSync(this.file);
    } catch (error) {
      // A full disk takes a part of the line, and the next one would be read as its rest.
      ftruncateSync(this.file, this.size);
      throw error;
    }
    this.size += line.length;
  }

  close(): void {
    closeSync(this.file);
  }
}
