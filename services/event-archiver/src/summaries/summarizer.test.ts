import { setImmediate as turn } from 'node:timers/promises';

import { expect, it } from '@jest/globals';

import { createMemorySummaryStore } from '../../test/memory-summary-store.ts';
import { startSummarizer } from './summarizer.ts';
import { summaries } from './summary.ts';

const [summary] = summaries;
const place = { topic: summary?.topic ?? '', partition: 0 };

it('a summarizer goes on after a failure, tells it once, and stops', async () => {
  const store = createMemorySummaryStore();
  store.archive.set(7, 'a');
  store.mishaps.push('away', 'away');
  const facts: string[] = [];
  const summarizer = startSummarizer({
    summaries: summary === undefined ? [] : [summary],
    store,
    intervalMs: 1,
    maxRecords: 10,
    report: {
      summedUp: (name, records) => void facts.push(`${name} ${records}`),
      summaryFailed: (_error, failures) => void facts.push(`failure ${failures}`),
    },
  });
  summarizer.archived(place, 0);
  summarizer.archived({ ...place, topic: 'another' }, 5);
  summarizer.archived(place, 8);
  while (facts.length < 3) await turn();
  await summarizer.stop();
  expect(facts).toEqual(['failure 1', 'failure 2', 'allowed-events 1']);
  expect(store.sums()).toEqual({ a: 1 });
});
