import { describe, expect, it } from '@jest/globals';
import { ConfigError, TransientError } from '@millrace/errors';
import { silentTelemetry, type Telemetry } from '@millrace/telemetry';

import { aBlock, anEntry } from '../test/builders.ts';
import { createReport } from './telemetry.ts';

const SAMPLED = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const OTHER = '00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const UNSAMPLED = '00-2af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';

/** Telemetry that keeps what it is told. */
function keepingTelemetry() {
  const counts = new Map<string, number>();
  const lines: string[] = [];
  const spans: { name: string; parent: string; links: readonly string[] }[] = [];
  const count = (name: string) => ({
    add(value: number, labels: Readonly<Record<string, string>> = {}) {
      const key = [name, ...Object.values(labels)].join(' ');
      counts.set(key, (counts.get(key) ?? 0) + value);
    },
  });
  const telemetry: Telemetry = {
    ...silentTelemetry,
    log: {
      debug: () => undefined,
      info: () => undefined,
      warn: sentence => lines.push(`warn ${sentence}`),
      error: sentence => lines.push(`error ${sentence}`),
    },
    meter: { ...silentTelemetry.meter, counter: count },
    tracer: {
      startSpan(name, { parent, links = [] }) {
        spans.push({ name, parent, links });
        return { traceparent: parent, set: () => undefined, fail: () => undefined, end: () => undefined };
      },
    },
  };
  return { report: createReport(telemetry, () => []), counts, lines, spans };
}

const place = { topic: 'activity', partition: 0 };
const facts = { refused: 0, startedAt: 0, endedAt: 10 };

describe('the report of a block', () => {
  it('counts its rows by table and its blocks by topic', () => {
    const { report, counts } = keepingTelemetry();
    report.blockDone(aBlock([1, 2, 3]), facts);
    expect(counts.get('archive_rows events')).toBe(3);
    expect(counts.get('archive_blocks activity')).toBe(1);
  });

  it('is a span in the trace of the first sampled event, linked to the others', () => {
    const { report, spans } = keepingTelemetry();
    const entries = [UNSAMPLED, SAMPLED, OTHER].map((traceparent, offset) => {
      const entry = anEntry(offset);
      return { ...entry, source: { ...entry.source, headers: { traceparent: Buffer.from(traceparent) } } };
    });
    report.blockDone(aBlock([0, 1, 2], { entries }), facts);
    expect(spans).toEqual([{ name: 'archive activity', parent: SAMPLED, links: [OTHER] }]);
  });

  it('is no span where no event is sampled', () => {
    const { report, spans } = keepingTelemetry();
    report.blockDone(aBlock([1]), facts);
    expect(spans).toEqual([]);
  });
});

describe('the report of a failure', () => {
  it('warns once an episode of what passes', () => {
    const { report, lines, counts } = keepingTelemetry();
    const away = new TransientError('clickhouse-unavailable', 'away');
    for (const attempt of [1, 2, 3]) report.waiting(place, away, attempt);
    expect(lines).toEqual(['warn Archiving is held up; trying again.']);
    expect(counts.get('retries clickhouse-unavailable')).toBe(3);
  });

  it('says each time that somebody has to act', () => {
    const { report, lines } = keepingTelemetry();
    const missing = new ConfigError('clickhouse-refused', 'no table');
    for (const attempt of [1, 2]) report.waiting(place, missing, attempt);
    expect(lines).toEqual(Array(2).fill('error Archiving waits for somebody to act.'));
  });
});
