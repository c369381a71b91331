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

/** Append-only file, one JSON line per entry. An entry survives a crash once `append` has returned. */
export class Journal<Entry> {
  private readonly file: number;
  private size: number;
  private readonly entries: Entry[] = [];

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'journal.jsonl');
    this.file = openSync(path, 'a+');
    const text = readFileSync(path, 'utf8');
    // A crash during a write leaves an incomplete last line. It can be dropped, because no client got a response for it.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    this.size = Buffer.byteLength(whole);
    ftruncateSync(this.file, this.size);
    for (const line of whole.split('\n')) if (line) this.entries.push(JSON.parse(line) as Entry);
  }

  /** Applies the entries stored by earlier processes. */
  replay(apply: (entry: Entry) => void): void {
    for (const entry of this.entries.splice(0)) apply(entry);
  }

  /** Stores an entry durably. @throws if the write fails; then nothing of the entry is stored */
  append(entry: Entry): void {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      for (let written = 0; written < line.length; ) written += writeSync(this.file, line, written);
      fdatasyncSync(this.file);
    } catch (error) {
      // On a full disk, a part of the line may be stored; the next line would be appended to it.
      ftruncateSync(this.file, this.size);
      throw error;
    }
    this.size += line.length;
  }

  close(): void {
    closeSync(this.file);
  }
}
