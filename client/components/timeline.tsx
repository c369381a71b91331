import type { Order, OrderStep } from '@ecommerce/contracts';
import { formatMoney } from '@/lib/money';
import { isOpen, orderHistory } from '@/lib/order-status';
import { CheckIcon, CrossIcon } from './icons';
import { LocalTime } from './local-time';

const labels: Record<OrderStep['type'], string> = {
  ordered: 'Order placed',
  declined: 'Payment declined',
  paid: 'Payment received',
  refunded: 'Payment refunded',
  cancelled: 'Order cancelled',
  expired: 'Order expired',
};

const setbacks: OrderStep['type'][] = ['declined', 'cancelled', 'expired'];
const isSetback = ({ type }: OrderStep) => setbacks.includes(type);

/** History of an order, and its next step. */
export function Timeline({ order }: { order: Order }) {
  const steps = orderHistory(order);
  return (
    <ol className="flex flex-col">
      {steps.map((step, index) => (
        <li key={`${step.type} ${step.at}`} className="relative flex gap-3 pb-6 last:pb-0">
          {(index < steps.length - 1 || isOpen(order)) && (
            <span aria-hidden="true" className="absolute top-7 bottom-0 left-3 w-px bg-line" />
          )}
          <span
            className={`mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full ${
              isSetback(step) ? 'bg-bad-tint text-bad' : 'bg-tint text-good'
            }`}
          >
            {isSetback(step) ? <CrossIcon /> : <CheckIcon />}
          </span>
          <div className="min-w-0">
            <p className="font-medium">
              {labels[step.type]}
              {(step.type === 'paid' || step.type === 'refunded') && `: ${formatMoney(order.total)}`}
            </p>
            {step.reason && <p className="text-sm text-pretty wrap-anywhere text-soft">{step.reason}</p>}
            <p className="text-sm text-soft">
              <LocalTime at={step.at} />
            </p>
          </div>
        </li>
      ))}
      {isOpen(order) && (
        <li className="flex gap-3">
          <span className="mt-0.5 size-6 shrink-0 rounded-full border-2 border-dashed border-edge" />
          <p className="text-soft">Waiting for your payment</p>
        </li>
      )}
    </ol>
  );
}
