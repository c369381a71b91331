import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { artifactOf, artifactPath, isCached } from '../lib/build-cache.mjs';
import { isOlder } from '../lib/go.mjs';
import { everyServer, mongodb } from '../lib/servers.mjs';
import { tempFolder } from './fixtures.ts';

/** A module with a pin, and the artifact that is built from it. */
function fixture() {
  const module = tempFolder();
  const write = (file: string, text: string) => writeFileSync(join(module, file), text);
  write('go.mod', 'module server\n\nrequire example.com/server v1.0.0\n');
  write('go.sum', 'example.com/server v1.0.0 h1:abc=\n');
  write('main.go', 'package main\n');
  return { write, artifact: { name: 'server', module, args: ['build', '.'] } };
}

test('when nothing has changed, then the path is the same', () => {
  const { artifact } = fixture();
  expect(artifactPath(artifact)).toBe(artifactPath({ ...artifact }));
});

test.each([
  ['go.mod', 'module server\n\nrequire example.com/server v1.0.1\n'],
  ['go.sum', 'example.com/server v1.0.0 h1:abd=\n'],
  ['main.go', 'package main // fixed\n'],
  ['gate.go', 'package main\n'],
])('when %s changes, then the path is another', (file, text) => {
  const { write, artifact } = fixture();
  const before = artifactPath(artifact);
  write(file, text);
  expect(artifactPath(artifact)).not.toBe(before);
});

test('when a text moves from one file to the next, then the path is another', () => {
  const [one, other] = [fixture(), fixture()];
  one.write('a.go', 'package main\n');
  other.write('b.go', 'package main\n');
  expect(dirname(artifactPath(one.artifact))).not.toBe(dirname(artifactPath(other.artifact)));
});

test('when a file changes that Go does not read, then the path stays', () => {
  const { write, artifact } = fixture();
  const before = artifactPath(artifact);
  write('README.md', 'Read me.\n');
  expect(artifactPath(artifact)).toBe(before);
});

test('when it is built in another way, then the path is another', () => {
  const { artifact } = fixture();
  expect(artifactPath({ ...artifact, args: ['build', '-race', '.'] })).not.toBe(artifactPath(artifact));
  for (const change of [{ flags: ['-race'] }, { patch: undefined }])
    expect(artifactPath(artifactOf({ ...mongodb, ...change }))).not.toBe(artifactPath(artifactOf(mongodb)));
});

test('when there are several servers, then each has a path of its own', () => {
  const paths = everyServer.map((server) => artifactPath(artifactOf(server)));
  expect(new Set(paths).size).toBe(everyServer.length);
});

test('when it was not built, then it is not cached', () => {
  expect(isCached(fixture().artifact)).toBe(false);
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
