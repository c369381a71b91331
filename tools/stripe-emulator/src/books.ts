import { Journal } from './journal.ts';
import type { PaymentIntent, Refund } from './objects.ts';

/** The answer given to an idempotency key, to be given again. */
export interface StoredAnswer {
  key: string;
  fingerprint: string;
  status: number;
  body: unknown;
}

type Entry = { intent: PaymentIntent } | { refund: Refund } | { answer: StoredAnswer };

/** All that the emulator knows: in memory, and on disk before anybody is told. */
export class Books {
  readonly intents = new Map<string, PaymentIntent>();
  readonly refunds = new Map<string, Refund>();
  readonly answers = new Map<string, StoredAnswer>();
  private readonly journal: Journal<Entry>;

  constructor(folder: string) {
    this.journal = new Journal<Entry>(folder);
    this.journal.replay((entry) => this.take(entry));
  }

  saveIntent(intent: PaymentIntent): void {
    this.save({ intent });
  }

  saveRefund(refund: Refund): void {
    this.save({ refund });
  }

  saveAnswer(answer: StoredAnswer): void {
    this.save({ answer });
  }

  refundsOf(intentId: string): Refund[] {
    return [...this.refunds.values()].filter((refund) => refund.payment_intent === intentId);
  }

  close(): void {
    this.journal.close();
  }

  private save(entry: Entry): void {
    this.journal.append(entry);
    this.take(entry);
  }

  private take(entry: Entry): void {
    if ('intent' in entry) this.intents.set(entry.intent.id, entry.intent);
    else if ('refund' in entry) this.refunds.set(entry.refund.id, entry.refund);
    else this.answers.set(entry.answer.key, entry.answer);
  }
}
