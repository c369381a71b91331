import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

describe('createLogger', () => {
  // Only Linux has a device that rejects all writes, as a full disk does.
  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('keeps a service running, and able to stop, when standard output accepts nothing', () => {
    const script = `
      import { createLogger } from '@ecommerce/service-kit/observability';
      const log = createLogger('test');
      process.on('SIGTERM', () => (log.info('stopping'), process.exit(7)));
      setTimeout(() => process.kill(process.pid, 'SIGTERM'), 100);
      setInterval(() => {}, 60_000);
      for (let line = 0; line < 100; line++) log.info({ line }, 'something happened');
    `;
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: join(import.meta.dirname, '..'),
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
  });
});
