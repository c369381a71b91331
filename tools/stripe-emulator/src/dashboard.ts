import type { Store } from './store.ts';

const escaped = (value: unknown): string =>
  String(value ?? '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const dollars = (cents: number): string => `$${(cents / 100).toFixed(2)}`;
const time = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

const table = (title: string, heads: string[], rows: unknown[][]): string => `<h2>${title}</h2>
<table><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr>
${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('\n')}</table>`;

/** Renders the page of payments and refunds that replaces Stripe's dashboard: plain HTML, newest first. */
export function dashboard(store: Store): string {
  const payments = [...store.intents.values()].reverse().slice(0, 500);
  const refunds = [...store.refunds.values()].reverse().slice(0, 500);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Payments (Stripe emulator)</title>
<style>body{font:15px system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ccc;padding:.4rem;text-align:left;overflow-wrap:anywhere}</style></head>
<body><h1>Payments</h1><p>This is an emulator of Stripe for development. No real money moves.</p>
${table(
  `${store.intents.size} payments`,
  ['Time', 'Payment', 'Order', 'Amount', 'Status', 'Refunded'],
  payments.map((one) => [
    time(one.created),
    one.id,
    one.metadata.orderId,
    dollars(one.amount),
    one.last_payment_error?.message ?? one.status,
    dollars(store.refundsOf(one.id).reduce((sum, refund) => sum + refund.amount, 0)),
  ]),
)}
${table(
  `${store.refunds.size} refunds`,
  ['Time', 'Refund', 'Payment', 'Amount'],
  refunds.map((one) => [time(one.created), one.id, one.payment_intent, dollars(one.amount)]),
)}
</body></html>`;
}
