import { Journal } from './journal.ts';
import type { PaymentIntent, Refund } from './objects.ts';

/** The answer given to an idempotency key, to be given again. */
export interface StoredAnswer {
  key: string;
  path: string;
  fingerprint: string;
  status: number;
  body: unknown;
}

/** The card behind a payment method. */
interface Card {
  id: string;
  token: string;
}

type Entry = { intent: PaymentIntent } | { refund: Refund } | { card: Card } | { answer: StoredAnswer };

/** All that the emulator knows: in memory, and on disk before anybody is told. */
export class Store {
  readonly intents = new Map<string, PaymentIntent>();
  readonly refunds = new Map<string, Refund>();
  readonly cards = new Map<string, Card>();
  readonly answers = new Map<string, StoredAnswer>();
  private readonly journal: Journal<Entry | Entry[]>;
  private unit: Entry[] | undefined;

  constructor(folder: string) {
    this.journal = new Journal<Entry | Entry[]>(folder);
    // Earlier versions wrote one entry a line.
    this.journal.replay((line) => this.take([line].flat()));
  }

  /**
   * Stores all that `work` saves as one: a charge without the answer of its key would be made again. Until then `work`
   * does not see what it saves.
   */
  transaction<T>(work: () => T): T {
    const unit: Entry[] = [];
    this.unit = unit;
    let result: T;
    try {
      result = work();
    } finally {
      this.unit = undefined;
    }
    if (unit.length > 0) this.store(unit);
    return result;
  }

  saveIntent(intent: PaymentIntent): void {
    this.save({ intent });
  }

  saveRefund(refund: Refund): void {
    this.save({ refund });
  }

  saveCard(card: Card): void {
    this.save({ card });
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
    if (this.unit) this.unit.push(entry);
    else this.store([entry]);
  }

  private store(entries: Entry[]): void {
    this.journal.append(entries);
    this.take(entries);
  }

  private take(entries: Entry[]): void {
    for (const entry of entries)
      if ('intent' in entry) this.intents.set(entry.intent.id, entry.intent);
      else if ('refund' in entry) this.refunds.set(entry.refund.id, entry.refund);
      else if ('card' in entry) this.cards.set(entry.card.id, entry.card);
      else this.answers.set(entry.answer.key, entry.answer);
  }
}
