import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { artifactOf, artifactPath, isCached } from '../lib/build-cache.mjs';
import { isOlder } from '../lib/go.mjs';
import { everyServer, mongodb } from '../lib/servers.mjs';
import { tempFolder } from './fixtures.ts';

/** Creates a module with a pin, and the artifact to build from it. */
function fixture() {
  const module = tempFolder();
  const write = (file: string, text: string) => writeFileSync(join(module, file), text);
  write('go.mod', 'module server\n\nrequire example.com/server v1.0.0\n');
  write('go.sum', 'example.com/server v1.0.0 h1:abc=\n');
  write('main.go', 'package main\n');
  return { write, artifact: { name: 'server', module, args: ['build', '.'] } };
}

describe('artifactPath', () => {
  it('stays the same without a change', () => {
    const { artifact } = fixture();
    expect(artifactPath(artifact)).toBe(artifactPath({ ...artifact }));
  });

  it.each([
    ['go.mod', 'module server\n\nrequire example.com/server v1.0.1\n'],
    ['go.sum', 'example.com/server v1.0.0 h1:abd=\n'],
    ['main.go', 'package main // fixed\n'],
    ['gate.go', 'package main\n'],
  ])('changes with %s', (file, text) => {
    const { write, artifact } = fixture();
    const before = artifactPath(artifact);
    write(file, text);
    expect(artifactPath(artifact)).not.toBe(before);
  });

  it('changes when code moves to another file', () => {
    const [one, other] = [fixture(), fixture()];
    one.write('a.go', 'package main\n');
    other.write('b.go', 'package main\n');
    expect(dirname(artifactPath(one.artifact))).not.toBe(dirname(artifactPath(other.artifact)));
  });

  it('stays the same when a file changes that Go does not read', () => {
    const { write, artifact } = fixture();
    const before = artifactPath(artifact);
    write('README.md', 'Read me.\n');
    expect(artifactPath(artifact)).toBe(before);
  });

  it('changes with the build flags and the patch', () => {
    const { artifact } = fixture();
    expect(artifactPath({ ...artifact, args: ['build', '-race', '.'] })).not.toBe(artifactPath(artifact));
    for (const change of [{ flags: ['-race'] }, { patch: undefined }])
      expect(artifactPath(artifactOf({ ...mongodb, ...change }))).not.toBe(artifactPath(artifactOf(mongodb)));
  });

  it('is different for each server', () => {
    const paths = everyServer.map((server) => artifactPath(artifactOf(server)));
    expect(new Set(paths).size).toBe(everyServer.length);
  });
});

describe('isCached', () => {
  it('is false before the first build', () => {
    expect(isCached(fixture().artifact)).toBe(false);
  });
});

describe('isOlder', () => {
  it.each([
    ['1.24.0', '1.24.1', true],
    ['1.9', '1.24', true],
    ['1.24', '1.24.0', false],
    ['1.24.5', '1.24.5', false],
    ['1.25rc1', '1.24.9', false],
    ['2.0', '1.99.9', false],
  ])('compares Go %s with the required %s: %p', (version, needed, expected) => {
    expect(isOlder(version, needed)).toBe(expected);
  });
});
