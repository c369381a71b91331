import { Journal } from './journal.ts';
import type { PaymentIntent, Refund } from './objects.ts';

/** The stored response of an idempotency key. */
export interface StoredResponse {
  key: string;
  path: string;
  fingerprint: string;
  status: number;
  body: unknown;
}

type Entry = { intent: PaymentIntent } | { refund: Refund } | { answer: StoredResponse };

/** Adds an entry to the current transaction. */
export type Save = (entry: Entry) => void;

/** All payments, refunds and stored responses, in memory and on disk. They are on disk before a client gets its response. */
export class Store {
  readonly intents = new Map<string, PaymentIntent>();
  readonly refunds = new Map<string, Refund>();
  readonly responses = new Map<string, StoredResponse>();
  private readonly journal: Journal<Entry | Entry[]>;

  constructor(folder: string) {
    this.journal = new Journal<Entry | Entry[]>(folder);
    // Earlier versions wrote one entry per line.
    this.journal.replay((line) => this.apply([line].flat()));
  }

  /**
   * Stores all entries that `work` saves, or none: a charge stored without its key's response would be repeated.
   * `work` cannot read its own entries.
   */
  transaction<T>(work: (save: Save) => T): T {
    const entries: Entry[] = [];
    const result = work((entry) => entries.push(entry));
    if (entries.length > 0) {
      this.journal.append(entries);
      this.apply(entries);
    }
    return result;
  }

  refundsOf(intentId: string): Refund[] {
    return [...this.refunds.values()].filter((refund) => refund.payment_intent === intentId);
  }

  close(): void {
    this.journal.close();
  }

  private apply(entries: Entry[]): void {
    for (const entry of entries)
      if ('intent' in entry) this.intents.set(entry.intent.id, entry.intent);
      else if ('refund' in entry) this.refunds.set(entry.refund.id, entry.refund);
      // Earlier versions wrote cards too.
      else if ('answer' in entry) this.responses.set(entry.answer.key, entry.answer);
  }
}
