import type { OutgoingRecord } from '@millrace/kafka';

import type { BatchItem } from './batch-item.ts';
import type { BatchFacts } from './report.ts';

/** Counts what became of a batch; the times that are not known yet are added when it is committed. */
export function batchFacts<V>(
  items: readonly BatchItem<V>[],
  records: readonly OutgoingRecord[],
  stepMs: number,
): Omit<BatchFacts, 'durationMs' | 'committedAt'> {
  const ignored = new Map<string, number>();
  const dead = new Map<string, number>();
  const out = new Map<string, number>();
  let sources = 0;
  let skipped = 0;
  let bugs = 0;
  let oldest: number | undefined;
  let newest: number | undefined;
  for (const { source, verdict } of items) {
    if (source !== undefined) {
      sources += 1;
      oldest = Math.min(oldest ?? source.timestamp, source.timestamp);
      newest = Math.max(newest ?? source.timestamp, source.timestamp);
    }
    if (verdict?.kind === 'skipped') skipped += 1;
    if (verdict?.kind === 'ignored') count(ignored, verdict.reason);
    if (verdict?.kind === 'dead') {
      count(dead, verdict.fault.code);
      if (verdict.fault.isBug) bugs += 1;
    }
  }
  for (const { topic } of records) count(out, topic);
  return {
    records: sources,
    timers: items.length - sources,
    skipped,
    ignored,
    dead,
    bugs,
    out,
    stepMs,
    oldest,
    newest,
  };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
