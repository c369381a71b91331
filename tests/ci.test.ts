import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const lib = join(import.meta.dirname, '../ci/lib.sh');
let logs: string;
beforeAll(() => {
  logs = mkdtempSync(join(tmpdir(), 'ci-'));
});
afterAll(() => rmSync(logs, { recursive: true }));

/** Runs a group of checks, and returns its exit status and its last line. */
function group(script: string) {
  const env = { ...process.env, CI_LOGS: logs };
  const { status, stdout } = spawnSync('bash', ['-c', `source ${lib}\n${script}`], { encoding: 'utf8', env });
  return { status, last: stdout.trimEnd().split('\n').at(-1) };
}

describe('a group of checks', () => {
  it('adds up the passed tests of its steps', () => {
    const script = `step lint true
      step --count script_steps smoke echo '12 steps passed'
      step --count jest_tests tests echo 'Tests:       2 skipped, 5 passed, 7 total'
      step --count newman_assertions postman echo '│              assertions │  3 │   0 │'`;
    expect(group(script)).toEqual({ status: 0, last: '20 passed, 0 failed' });
  });

  it('counts colored output', () => {
    const script = String.raw`step --count jest_tests tests printf '\e[1mTests: \e[32m5 passed\e[39m, 5 total\n'`;
    expect(group(script)).toEqual({ status: 0, last: '5 passed, 0 failed' });
  });

  it('continues after a failed step, and fails', () => {
    const script = "step lint false\nstep --count script_steps smoke echo '1 steps passed'";
    expect(group(script)).toEqual({ status: 1, last: '1 passed, 1 failed' });
  });

  it('fails a step that promises a count and prints none', () => {
    const script = 'step --count script_steps smoke echo done';
    expect(group(script)).toEqual({ status: 1, last: '0 passed, 1 failed' });
  });

  it('fails when the script itself fails', () => {
    expect(group('step lint true\necho $undefined')).toEqual({ status: 1, last: '0 passed, 1 failed' });
  });

  it('names the tools that are missing', () => {
    expect(group('step tools require bash no-such-tool')).toEqual({ status: 1, last: '0 passed, 1 failed' });
    expect(readFileSync(join(logs, 'tools.log'), 'utf8')).toMatch(/^no-such-tool is not installed$/m);
  });

  it('runs its cleanup before the last line', () => {
    expect(group('cleanup() { echo cleaned; }\nstep lint true').last).toBe('0 passed, 0 failed');
  });
});
