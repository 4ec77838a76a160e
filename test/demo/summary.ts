import { violations, type Ledger } from '../ledger/ledger.ts';
import { percentile } from './percentile.ts';

/** Facts of a run as its closing table shows them. */
export type Summary = {
  readonly rows: readonly (readonly [string, string])[];
  readonly verdict: readonly string[];
};

/** The closing table: what became of the events, and how long they took from the gateway's 200 to the inbox. */
export function summarize(ledger: Ledger, latenciesMs: readonly number[]): Summary {
  const archive = ledger.stages.find(({ name }) => name === 'archive');
  const lost = new Set([...(archive?.lost ?? []), ...ledger.delivered.lost]).size;
  const unacknowledged = ledger.sent - ledger.acknowledged;
  return {
    rows: [
      ['sent', count(ledger.sent)],
      ['acknowledged', count(ledger.acknowledged)],
      ['archived', count(archive?.present ?? 0)],
      ['delivered', count(ledger.delivered.present)],
      ['out of order', count(ledger.deliveredOutOfOrder.length)],
      ['duplicated', count((archive?.doubled.length ?? 0) + ledger.repeats)],
      ['lost', count(lost)],
      ['p50 from 200 to inbox', duration(percentile(latenciesMs, 0.5))],
      ['p99 from 200 to inbox', duration(percentile(latenciesMs, 0.99))],
    ],
    verdict: [
      ...(unacknowledged > 0 ? [`${unacknowledged} not acknowledged`] : []),
      ...violations(ledger),
      ...(ledger.repeats > 0 ? [`${ledger.repeats} delivered more than once`] : []),
    ],
  };
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function duration(ms: number | undefined): string {
  if (ms === undefined) return 'n/a';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
