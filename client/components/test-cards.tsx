import { Notice } from './notice';

const cards = [
  { token: 'tok_visa', number: '4242', outcome: 'Payment succeeds' },
  { token: 'tok_chargeDeclined', number: '0002', outcome: 'Card is declined' },
  {
    token: 'tok_chargeDeclinedInsufficientFunds',
    number: '9995',
    outcome: 'Insufficient funds',
  },
];

/** Test cards of the Stripe emulator, one per outcome. */
export function TestCards() {
  return (
    <>
      <Notice variant="warn">
        <p>
          <strong className="font-semibold">This is a test shop: no real money moves.</strong> Choose a card
          for the outcome you want to try.
        </p>
      </Notice>
      <fieldset className="flex flex-col gap-3">
        <legend className="label">Test card</legend>
        {cards.map((card) => (
          <label
            key={card.token}
            className="flex min-h-14 cursor-pointer items-center gap-4 rounded-lg border border-edge px-4 py-3 hover:bg-sunken has-checked:border-accent has-checked:bg-tint has-focus-visible:outline-[2.5px] has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="card"
              value={card.token}
              defaultChecked={card === cards[0]}
              className="size-5 shrink-0 accent-accent focus-visible:outline-none"
            />
            <span>
              <span className="block font-medium tabular-nums">Visa ending in {card.number}</span>
              <span className="block text-sm text-soft">{card.outcome}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
