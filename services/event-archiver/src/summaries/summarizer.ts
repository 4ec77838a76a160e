import { setTimeout as sleep } from 'node:timers/promises';

import { classifyError } from '@millrace/errors';

import { sumUpThrough } from './sum-up.ts';
import type { SummaryReport } from './summary-report.ts';
import type { Place, SummaryStore } from './summary-store.ts';
import type { Summary } from './summary.ts';

/** Sums up what is archived, behind the archiver's back: nobody waits for it. */
export type Summarizer = {
  /** Everything of a partition before an offset is archived for good. */
  readonly archived: (place: Place, next: number) => void;
  /** Ends within the call in hand; the next process goes on from there. */
  stop(): Promise<void>;
};

type Deps = {
  readonly summaries: readonly Summary[];
  readonly store: SummaryStore;
  /** Time between two rounds. */
  readonly intervalMs: number;
  /** Offsets of one stretch. */
  readonly maxRecords: number;
  readonly report: SummaryReport;
};

/** Sums up in rounds, one thing after the other, so that it takes little from the archive. */
export function startSummarizer({ summaries, store, intervalMs, maxRecords, report }: Deps): Summarizer {
  const stopped = new AbortController();
  const { signal } = stopped;
  const hasStopped = (): boolean => signal.aborted;
  const ends = new Map<string, Place & { readonly next: number }>();
  /** Where all is summed up to, by summary and place. */
  const done = new Map<string, number>();

  const round = async (): Promise<void> => {
    for (const { topic, partition, next } of [...ends.values()]) {
      for (const summary of summaries.filter(one => one.topic === topic)) {
        const key = `${summary.name} ${topic}:${partition}`;
        if (done.get(key) === next) continue;
        const onSummedUp = (records: number): void => report.summedUp(summary.name, records);
        const what = { summary, place: { topic, partition } };
        await sumUpThrough(next - 1, what, { store, maxRecords, signal, onSummedUp });
        done.set(key, next);
      }
    }
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!hasStopped()) {
      await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
      try {
        if (!hasStopped()) await round();
        failures = 0;
      } catch (error) {
        failures += 1;
        if (!hasStopped()) report.summaryFailed(classifyError(error), failures);
      }
    }
  };
  const running = run();

  return {
    archived({ topic, partition }, next) {
      if (next > 0) ends.set(`${topic}:${partition}`, { topic, partition, next });
    },
    async stop() {
      stopped.abort();
      await running;
    },
  };
}
