import { describe, expect, it } from '@jest/globals';

import { partRows, reportRows, type BenchReport } from './report.ts';

const base: BenchReport = {
  measuredAt: '2026-01-01T00:00:00Z',
  commit: 'abc',
  machine: { processor: 'p', cores: '2', memory: '8 GB', system: 's', node: 'v24' },
  secondsPerMeasurement: 5,
};
const rate = (eventsPerSecond: number) => ({ eventsPerSecond, p50Ms: 1, p99Ms: 20, steps: [] });

describe('the report of a bench', () => {
  it('shows what was measured beside the aim, the ceilings and the previous run', () => {
    const report = {
      ...base,
      single: rate(9000),
      httpCeiling: { single: rate(30_000), batched: rate(200_000) },
      kafkaCeilingPerSecond: 50_000,
    };
    const rows = reportRows(report, { ...base, single: rate(8000) });
    expect(rows[0]).toEqual({
      what: 'durable single-event requests/s',
      measured: '9,000',
      aim: '≥ 10,000',
      ceiling: 'HTTP + JSON 30,000, Kafka 50,000',
      previous: '8,000',
    });
  });

  it('leaves out what was not measured', () => {
    expect(reportRows(base, undefined)).toEqual([]);
  });

  it('lists the parts by what they use', () => {
    const report: BenchReport = { ...base, idle: { cores: 0.03, byPart: { redis: 0.01, kafka: 0.02 } } };
    expect(partRows(report)).toEqual([
      ['redis', '', '', '1.0 %'],
      ['kafka', '', '', '2.0 %'],
    ]);
  });
});
