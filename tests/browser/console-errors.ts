import { type BrowserContext, type ConsoleMessage, expect } from '@playwright/test';
import { NETWORK_CHANGED } from './network-change.ts';

/** Errors that pages log or throw. Any of them fails the test, unless the test allows it. */
export class ConsoleErrors {
  // Chromium logs 4xx answers; the page shows them, and the tests check what it shows.
  private readonly allowed = [/^Failed to load resource.* status of 4\d\d/];
  private readonly errors: string[] = [];
  private networkChanged = false;

  constructor(context: BrowserContext) {
    context.on('weberror', (error) => this.errors.push(error.error().message));
    context.on('console', (message) => {
      const text = message.text();
      if (message.type() !== 'error' || causedByTrace(message)) return;
      if (!this.allowed.some((pattern) => pattern.test(text))) this.errors.push(text);
    });
    context.on('requestfailed', (request) => {
      this.networkChanged ||= request.failure()?.errorText === 'net::ERR_NETWORK_CHANGED';
    });
  }

  /** Allows errors that the test provokes from now on, such as those of an unavailable service. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  /** @throws Error with the errors that are not allowed, or the statement that the machine caused the failure */
  verify(failed: boolean): void {
    if (this.networkChanged && (failed || this.errors.length > 0)) throw new Error(NETWORK_CHANGED);
    expect(this.errors, 'no errors in the console').toEqual([]);
  }
}

/**
 * The trace loads images again that Chromium has discarded, which the page's policy forbids. Such a message has no URL;
 * that of a script has one.
 */
function causedByTrace(message: ConsoleMessage): boolean {
  return message.location().url === '' && /^Connecting to .*Content Security Policy/.test(message.text());
}
