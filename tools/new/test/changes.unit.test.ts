import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Changes } from '../lib/changes.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'changes-'));
  writeFileSync(join(folder, 'known.txt'), 'before');
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (file: string) => readFileSync(join(folder, file), 'utf8');

describe('Changes', () => {
  it('are in memory until they are written', () => {
    const changes = new Changes(folder);
    changes.edit('known.txt', (text) => `${text}, after`);
    changes.create('a/b/new.txt', 'new');
    expect([changes.read('known.txt'), read('known.txt')]).toEqual(['before, after', 'before']);
    changes.write();
    expect([read('known.txt'), read('a/b/new.txt')]).toEqual(['before, after', 'new']);
  });

  it('can be undone, with the folders that they made', () => {
    const changes = new Changes(folder);
    changes.edit('known.txt', () => 'after');
    changes.create('a/b/new.txt', 'new');
    changes.create('a/b/c/new.txt', 'new');
    changes.write()();
    expect([read('known.txt'), existsSync(join(folder, 'a'))]).toEqual(['before', false]);
  });

  it('are undone when one of them cannot be written', () => {
    const changes = new Changes(folder);
    changes.edit('known.txt', () => 'after');
    changes.create('a/new.txt', 'new');
    changes.create('known.txt/new.txt', 'a file is no folder');
    expect(() => changes.write()).toThrow();
    expect([read('known.txt'), existsSync(join(folder, 'a'))]).toEqual(['before', false]);
  });

  it('reject a file that exists, one that does not, and an impossible edit', () => {
    const changes = new Changes(folder);
    expect(() => changes.create('known.txt', '')).toThrow('known.txt already exists.');
    expect(() => changes.edit('unknown.txt', () => '')).toThrow('unknown.txt does not exist.');
    expect(changes.files).toEqual([]);
  });
});
