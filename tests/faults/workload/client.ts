import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, ApiResult } from '@ecommerce/api-client';
import { Person, type Shop } from '@ecommerce/test-kit';
import type { ClientHistory } from '../checker/client-history.ts';
import { Random } from './random.ts';

/** The state that all clients of a workload share. */
export interface ClientContext {
  shop: Shop;
  history: ClientHistory;
  /** Ends the workload. */
  closed: AbortSignal;
}

/** A client that retries unanswered requests until the workload ends, and records its observations. */
export class Client {
  readonly random: Random;
  protected readonly history: ClientHistory;
  private readonly context: ClientContext;
  private account: Person | undefined;
  requests = 0;
  unanswered = 0;

  constructor(context: ClientContext, seed: string) {
    this.context = context;
    this.history = context.history;
    this.random = new Random(seed);
  }

  protected get person(): Person {
    if (!this.account) throw new Error('not signed up yet');
    return this.account;
  }

  /** Signs up. All other methods require it. */
  async signUp(): Promise<void> {
    while (!this.context.closed.aborted && !this.account)
      try {
        this.account = await Person.signUp(this.context.shop);
        this.history.users.push(this.account.id);
      } catch (error) {
        if (/got 500 /.test(String(error))) this.history.failures.push(String(error));
        await sleep(300);
      }
  }

  /** Runs randomly drawn actions, one after another, until the workload ends. */
  protected async repeat(actions: readonly (readonly [weight: number, act: () => Promise<unknown>])[]) {
    await this.signUp();
    while (!this.context.closed.aborted) {
      await this.random.weighted(actions)();
      await sleep(this.random.between(50, 600));
    }
  }

  /**
   * Repeats a request until the response has an expected status.
   * @param send is called for each attempt
   * @returns undefined if the workload ends first
   */
  protected async request<Data>(
    expected: number[],
    send: (api: ApiClient) => Promise<ApiResult<Data>>,
  ): Promise<ApiResult<Data> | undefined> {
    for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
      const result = await send(this.person.api).catch(() => undefined);
      this.requests += 1;
      const status = result?.response.status ?? 0;
      if (expected.includes(status)) return result;
      // 409: an earlier attempt with this Idempotency-Key is still in progress.
      if (!result || [409, 429, 503].includes(status)) this.unanswered += 1;
      else
        this.history.failures.push(
          `${result.response.url}: ${status} ${JSON.stringify(result.error ?? result.data)}`,
        );
      if (this.context.closed.aborted) return undefined;
      await sleep(this.random.between(wait / 2, wait));
    }
  }

  /** Signs out, which ends the session, and in again. */
  async signInAgain(): Promise<void> {
    const { sessionId } = this.person;
    if (await this.request([200], () => this.person.signOut())) this.history.endedSessions.push(sessionId);
    await this.request([200], () => this.person.signIn());
  }

  /** Deletes the account. 401 means that an attempt that got no response has deleted it. */
  async deleteAccount(): Promise<void> {
    const { id, credentials } = this.person;
    this.history.users = this.history.users.filter((user) => user !== id);
    const body = { password: credentials.password };
    const result = await this.request([200, 401], (api) => api.DELETE('/api/users/currentuser', { body }));
    if (result) this.history.deletedUsers.push(id);
  }

  protected observe(products: { quantity: number }[]): void {
    this.history.lowest = Math.min(this.history.lowest, ...products.map(({ quantity }) => quantity));
  }
}
