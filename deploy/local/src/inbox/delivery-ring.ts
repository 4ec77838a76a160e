import type { Delivery } from './delivery.ts';

/** Keeps the newest deliveries within a bound of memory and forgets the oldest. */
export type DeliveryRing = Readonly<{
  add: (delivery: Delivery) => void;
  /** The oldest first, received after `since`. */
  after: (since: number, limit: number) => readonly Delivery[];
  clear: () => void;
  /** How many are kept, and how many were forgotten to make room. */
  counts: () => Readonly<{ kept: number; forgotten: number }>;
}>;

/** What a delivery costs besides its body: headers, objects. */
const OVERHEAD_BYTES = 1_500;

export function createDeliveryRing(maxBytes: number): DeliveryRing {
  const capacity = Math.max(1, Math.floor(maxBytes / OVERHEAD_BYTES));
  const slots = new Array<Delivery | undefined>(capacity);
  // Positions count up for ever; a slot is the position modulo the capacity.
  let oldest = 0;
  let next = 0;
  let bytes = 0;
  let forgotten = 0;
  const at = (position: number): Delivery | undefined => slots[position % capacity];
  const dropOldest = (): void => {
    bytes -= costOf(at(oldest));
    slots[oldest % capacity] = undefined;
    oldest += 1;
  };
  return {
    add: delivery => {
      const cost = costOf(delivery);
      while (next > oldest && (next - oldest >= capacity || bytes + cost > maxBytes)) {
        dropOldest();
        forgotten += 1;
      }
      slots[next % capacity] = delivery;
      next += 1;
      bytes += cost;
    },
    after: (since, limit) => {
      const found: Delivery[] = [];
      for (let position = firstAfter(since); position < next && found.length < limit; position += 1) {
        const delivery = at(position);
        if (delivery !== undefined) found.push(delivery);
      }
      return found;
    },
    clear: () => {
      while (next > oldest) dropOldest();
      forgotten = 0;
    },
    counts: () => ({ kept: next - oldest, forgotten }),
  };

  /** Deliveries lie in the order of their times, so a page is found by halving. */
  function firstAfter(since: number): number {
    let [low, high] = [oldest, next];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((at(middle)?.receivedAt ?? 0) > since) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function costOf(delivery: Delivery | undefined): number {
  return delivery === undefined ? 0 : delivery.body.length + OVERHEAD_BYTES;
}
