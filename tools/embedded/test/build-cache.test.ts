import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { artifactOf, artifactPath, isCached } from '../lib/build-cache.mjs';
import { isOlder } from '../lib/go.mjs';
import { everyServer, mongodb } from '../lib/servers.mjs';
import { tempFolder } from './program.ts';

/** A module with a pin, and what is built of it. */
function artifact() {
  const module = tempFolder();
  const write = (file: string, text: string) => writeFileSync(join(module, file), text);
  write('go.mod', 'module server\n\nrequire example.com/server v1.0.0\n');
  write('go.sum', 'example.com/server v1.0.0 h1:abc=\n');
  write('main.go', 'package main\n');
  return { write, made: { name: 'server', module, args: ['build', '.'] } };
}

test('when nothing has changed, then the place is the same', () => {
  const { made } = artifact();
  expect(artifactPath(made)).toBe(artifactPath({ ...made }));
});

test.each([
  ['go.mod', 'module server\n\nrequire example.com/server v1.0.1\n'],
  ['go.sum', 'example.com/server v1.0.0 h1:abd=\n'],
  ['main.go', 'package main // mended\n'],
  ['gate.go', 'package main\n'],
])('when %s changes, then the place is another', (file, text) => {
  const { write, made } = artifact();
  const before = artifactPath(made);
  write(file, text);
  expect(artifactPath(made)).not.toBe(before);
});

test('when a text moves from one file to the next, then the place is another', () => {
  const [one, other] = [artifact(), artifact()];
  one.write('a.go', 'package main\n');
  other.write('b.go', 'package main\n');
  expect(dirname(artifactPath(one.made))).not.toBe(dirname(artifactPath(other.made)));
});

test('when a file changes that Go does not read, then the place stays', () => {
  const { write, made } = artifact();
  const before = artifactPath(made);
  write('README.md', 'Read me.\n');
  expect(artifactPath(made)).toBe(before);
});

test('when it is built in another way, then the place is another', () => {
  const { made } = artifact();
  expect(artifactPath({ ...made, args: ['build', '-race', '.'] })).not.toBe(artifactPath(made));
  const flagged = artifactOf({ ...mongodb, flags: ['-race'] });
  expect(artifactPath(flagged)).not.toBe(artifactPath(artifactOf(mongodb)));
  const unedited = artifactOf({ ...mongodb, patch: undefined });
  expect(artifactPath(unedited)).not.toBe(artifactPath(artifactOf(mongodb)));
});

test('when there are several servers, then each has a place of its own', () => {
  const places = everyServer.map((server) => artifactPath(artifactOf(server)));
  expect(new Set(places).size).toBe(everyServer.length);
});

test('when it was not built, then it is not kept', () => {
  mkdirSync(tempFolder(), { recursive: true });
  expect(isCached(artifact().made)).toBe(false);
});

test.each([
  ['1.24.0', '1.24.1', true],
  ['1.9', '1.24', true],
  ['1.24', '1.24.0', false],
  ['1.24.5', '1.24.5', false],
  ['1.25rc1', '1.24.9', false],
  ['2.0', '1.99.9', false],
])('when Go is %s and %s is needed, then that it is too old is %p', (version, needed, expected) => {
  expect(isOlder(version, needed)).toBe(expected);
});
