import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';

describe('a unit test', () => {
  it.each([
    ['listens on a port', () => createServer().listen(0)],
    ['opens a connection', () => connect(1, '127.0.0.1')],
    ['opens a connection', () => get('http://127.0.0.1:1')],
    ['starts a process', () => spawn('true')],
    ['starts a process', () => execFile('true')],
    ['starts a process', () => spawnSync('true')],
    ['starts a process', () => execFileSync('true')],
  ])('fails when it %s', (action, act) => {
    expect(act).toThrow(`This test ${action}, so it is not a unit test. Remove ".unit" from its file name.`);
  });

  it('does not know the test servers', () => {
    expect([process.env.MONGO_URL, process.env.NATS_URL, process.env.MINIO_URL]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
