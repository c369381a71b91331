import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

export const NETWORK_CHANGED = 'A network interface of this machine changed during the test.';

/** Creates the file NETWORK_CHANGED_FILE if a network interface changed during each test that failed. */
export default class NetworkChangeReporter implements Reporter {
  private readonly failures: TestResult[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (!test.ok()) this.failures.push(result);
  }

  onEnd(): void {
    const file = process.env.NETWORK_CHANGED_FILE;
    const changed = ({ errors }: TestResult) =>
      errors.some(({ message }) => message?.includes(NETWORK_CHANGED));
    if (file && this.failures.length > 0 && this.failures.every(changed)) writeFileSync(file, '');
  }

  printsToStdio(): boolean {
    return false;
  }
}
