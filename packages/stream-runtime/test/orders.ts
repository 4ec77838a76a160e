import { aPoisonRecord, QUIET_MS, type DriverRecord, type Order } from '@millrace/testing';

const customers = ['ann', 'bob', 'cal', 'dan', 'eve'];

/**
 * Orders of a few customers, with questions (amount 0), refusals, failures, poison and records to ignore among them. Their timers are
 * a minute away. `round` keeps the ids of several calls apart.
 */
export function orders(count: number, round = 1): readonly DriverRecord<Order>[] {
  return Array.from({ length: count }, (_, n) => {
    const key = customers[n % customers.length] ?? 'ann';
    if (n % 23 === 11) return aPoisonRecord(key, Buffer.from(`poison ${round} ${n}`));
    return {
      key,
      value: { id: `o${round}${String(n).padStart(4, '0')}`, amount: amountOf(n) },
      timestamp: Date.now(),
    };
  });
}

/** One order each of customers who fall quiet within `afterMs`: their timers fire whenever they are looked at after that. */
export function quietOrders(count: number, afterMs: number): readonly DriverRecord<Order>[] {
  return Array.from({ length: count }, (_, n) => ({
    key: `quiet-${n}`,
    value: { id: `q${n}`, amount: 5 },
    timestamp: Date.now() + afterMs - QUIET_MS,
  }));
}

function amountOf(n: number): number {
  if (n % 17 === 5) return 0;
  if (n % 29 === 7) return -1;
  if (n % 31 === 3) return 13;
  if (n % 13 === 6) return 7;
  return 1 + (n % 5);
}
