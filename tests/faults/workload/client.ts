import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Headers, Person, type Shop } from '../../checkout/person.ts';
import type { ClientHistory } from '../checker/snapshot.ts';
import { Random } from './random.ts';

const SIGN_UP = 'POST /api/users/signup';

/** A person who does things until the shop closes, tries again where no answer came, and notes what they were told. */
export class Client {
  readonly random: Random;
  protected readonly history: ClientHistory;
  private readonly shop: Shop;
  private readonly closed: AbortSignal;
  private me: Person | undefined;
  requests = 0;
  unanswered = 0;

  constructor(shop: Shop, history: ClientHistory, seed: string, closed: AbortSignal) {
    this.shop = shop;
    this.history = history;
    this.random = new Random(seed);
    this.closed = closed;
  }

  /** Signs up; nothing else can be done before. */
  async come(): Promise<void> {
    while (!this.closed.aborted && !this.me) await this.signUp();
  }

  /** Does one thing after another. */
  async visit(acts: readonly (readonly [weight: number, act: () => Promise<unknown>])[]): Promise<void> {
    await this.come();
    while (!this.closed.aborted) {
      await this.random.weighted(acts)();
      await sleep(this.random.between(50, 600));
    }
  }

  /**
   * Asks until an answer comes that says something of the matter.
   * @param expected the statuses that may come
   * @param body what makes it is asked anew at each try
   * @returns nothing when the shop closed before
   */
  protected async ask(
    expected: number[],
    method: string,
    path: string,
    body?: object | (() => object),
    headers?: Headers,
  ): Promise<Answer | undefined> {
    for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
      const answer = await this.person
        .call(method, path, typeof body === 'function' ? body() : body, headers)
        .catch(() => undefined);
      this.note(`${method} ${path}`, expected, answer);
      if (answer && expected.includes(answer.status)) return answer;
      if (this.closed.aborted) return undefined;
      await sleep(this.random.between(wait / 2, wait));
    }
  }

  private note(what: string, expected: number[], answer: Answer | undefined): void {
    this.requests += 1;
    if (!answer || answer.status === 503 || answer.status === 429) this.unanswered += 1;
    else if (!expected.includes(answer.status))
      this.history.failures.push(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  protected get person(): Person {
    if (!this.me) throw new Error('not signed up yet');
    return this.me;
  }

  private async signUp(): Promise<void> {
    try {
      this.me = await Person.signUp(this.shop);
      this.history.users.push(this.me.id);
    } catch (error) {
      if (/"message":"Something/.test(String(error))) this.history.failures.push(`${SIGN_UP}: ${error}`);
      await sleep(300);
    }
  }
}
