import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../embedded/lib/errors.mjs';

/**
 * Changes of files, kept in memory until all of them are known to be possible: an error before `write` leaves the
 * repository as it was.
 */
export class Changes {
  /** @type {Map<string, string>} the new text of each changed file, by its path in the repository */
  #texts = new Map();
  #root;

  /** @param {string} root the repository */
  constructor(root) {
    this.#root = root;
  }

  /** The paths of the changed files, sorted. */
  get files() {
    return [...this.#texts.keys()].sort();
  }

  /** @param {string} file */
  exists(file) {
    return this.#texts.has(file) || existsSync(join(this.#root, file));
  }

  /** The text of a file, with the changes so far. @param {string} file @throws {UserError} if there is no such file */
  read(file) {
    if (!this.exists(file)) throw new UserError(`${file} does not exist.`);
    return this.#texts.get(file) ?? readFileSync(join(this.#root, file), 'utf8');
  }

  /** The names of the files and folders in a folder, sorted. @param {string} folder */
  list(folder) {
    const path = join(this.#root, folder);
    const onDisk = existsSync(path) ? readdirSync(path) : [];
    const changed = this.files.filter((file) => file.startsWith(`${folder}/`));
    const names = changed.map((file) => file.slice(folder.length + 1).split('/')[0] ?? '');
    return [...new Set([...onDisk, ...names])].sort();
  }

  /** @param {string} file @param {string} text @throws {UserError} if the file exists */
  create(file, text) {
    if (this.exists(file)) throw new UserError(`${file} already exists.`);
    this.#texts.set(file, text);
  }

  /**
   * @param {string} file @param {(text: string) => string} change
   * @throws {UserError} that names the file, when it has no place for the change
   */
  edit(file, change) {
    const before = this.read(file);
    try {
      this.#texts.set(file, change(before));
    } catch (error) {
      throw error instanceof UserError ? new UserError(`${file}: ${error.message}`) : error;
    }
  }

  /** Writes all files. @returns {() => void} restores the files as they were */
  write() {
    /** @type {(() => void)[]} */
    const steps = [];
    const undo = () => {
      for (const step of steps.reverse()) step();
    };
    try {
      for (const [file, text] of this.#texts) steps.push(this.#writeFile(join(this.#root, file), text));
    } catch (error) {
      undo();
      throw error;
    }
    return undo;
  }

  /** @param {string} path @param {string} text @returns {() => void} restores the file */
  #writeFile(path, text) {
    const before = existsSync(path) ? readFileSync(path) : undefined;
    const created = mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return () => {
      if (before) return writeFileSync(path, before);
      rmSync(path);
      // Only the folders that this made, which are empty after the files in them were removed.
      for (let dir = dirname(path); created && dir.startsWith(created); dir = dirname(dir)) rmdirSync(dir);
    };
  }
}
