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
  private readonly entries: Entry[] = [];

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'journal.jsonl');
    this.file = openSync(path, 'a+');
    const text = readFileSync(path, 'utf8');
    // A crash in the middle of a write leaves a last line without an end; nobody was told of it.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    ftruncateSync(this.file, Buffer.byteLength(whole));
    for (const line of whole.split('\n')) if (line) this.entries.push(JSON.parse(line) as Entry);
  }

  /** What was stored before this start. */
  replay(take: (entry: Entry) => void): void {
    for (const entry of this.entries.splice(0)) take(entry);
  }

  append(entry: Entry): void {
    writeSync(this.file, `${JSON.stringify(entry)}\n`);
    fdatasyncSync(this.file);
  }

  close(): void {
    closeSync(this.file);
  }
}
