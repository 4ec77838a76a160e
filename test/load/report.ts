import { aims } from './aims.ts';
import type { Machine } from './machine.ts';
import type { AcceptedRateReport } from './scenarios/accepted-rate.ts';
import type { IdleReport } from './scenarios/idle.ts';
import type { LatencyReport } from './scenarios/latency.ts';
import type { PipelineReport } from './scenarios/pipeline.ts';

/** Everything one bench measured. What was not run is absent. */
export type BenchReport = {
  readonly measuredAt: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly secondsPerMeasurement: number;
  readonly idle?: IdleReport;
  readonly latency?: LatencyReport;
  readonly pipeline?: PipelineReport;
  readonly single?: AcceptedRateReport;
  readonly batched?: AcceptedRateReport;
  readonly httpCeiling?: { readonly single: AcceptedRateReport; readonly batched: AcceptedRateReport };
  readonly kafkaCeilingPerSecond?: number;
};

/** One line of the table. */
export type ReportRow = {
  readonly what: string;
  readonly measured: string;
  readonly aim: string;
  readonly ceiling: string;
  readonly previous: string;
};

type Line = {
  readonly what: string;
  readonly value: (report: BenchReport) => number | undefined;
  readonly show: (value: number) => string;
  readonly aim: string;
  readonly ceiling?: (report: BenchReport) => string;
};

/** The report as a table, beside the aims, the ceilings of its parts and the previous report. */
export function reportRows(report: BenchReport, previous: BenchReport | undefined): ReportRow[] {
  return lines.flatMap(({ what, value, show, aim, ceiling }) => {
    const measured = value(report);
    if (measured === undefined) return [];
    const earlier = previous === undefined ? undefined : value(previous);
    return [
      {
        what,
        measured: show(measured),
        aim,
        ceiling: ceiling?.(report) ?? '',
        previous: earlier === undefined ? '' : show(earlier),
      },
    ];
  });
}

const count = (value: number): string => Math.round(value).toLocaleString('en');
const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const gigabytes = (value: number): string => `${(value / 1e9).toFixed(2)} GB`;
const seconds = (value: number): string => `${value.toFixed(0)} s`;
const share = (value: number): string => `${(value * 100).toFixed(1)} %`;

function acceptedCeiling(kind: 'single' | 'batched') {
  return ({ httpCeiling, kafkaCeilingPerSecond }: BenchReport): string =>
    [
      httpCeiling === undefined ? undefined : `HTTP + JSON ${count(httpCeiling[kind].eventsPerSecond)}`,
      kafkaCeilingPerSecond === undefined ? undefined : `Kafka ${count(kafkaCeilingPerSecond)}`,
    ]
      .filter(part => part !== undefined)
      .join(', ');
}

const lines: readonly Line[] = [
  {
    what: 'durable single-event requests/s',
    value: ({ single }) => single?.eventsPerSecond,
    show: count,
    aim: `≥ ${count(aims.singleRequestsPerSecond)}`,
    ceiling: acceptedCeiling('single'),
  },
  { what: '  p99 at that rate', value: ({ single }) => single?.p99Ms, show: milliseconds, aim: '' },
  {
    what: 'durable events/s in batches of 100',
    value: ({ batched }) => batched?.eventsPerSecond,
    show: count,
    aim: `≥ ${count(aims.batchedEventsPerSecond)}`,
    ceiling: acceptedCeiling('batched'),
  },
  { what: '  p99 at that rate', value: ({ batched }) => batched?.p99Ms, show: milliseconds, aim: '' },
  {
    what: 'HTTP + JSON alone, single requests/s',
    value: ({ httpCeiling }) => httpCeiling?.single.eventsPerSecond,
    show: count,
    aim: '',
  },
  {
    what: 'HTTP + JSON alone, events/s in batches',
    value: ({ httpCeiling }) => httpCeiling?.batched.eventsPerSecond,
    show: count,
    aim: '',
  },
  {
    what: 'Kafka produce alone, records/s',
    value: ({ kafkaCeilingPerSecond }) => kafkaCeilingPerSecond,
    show: count,
    aim: '',
  },
  {
    what: 'sustained events/s into the inbox',
    value: ({ pipeline }) => pipeline?.sustainedPerSecond,
    show: count,
    aim: `≥ ${count(aims.sustainedPerSecond)}`,
  },
  {
    what: 'p50 from 200 to inbox at 500/s',
    value: ({ latency }) => latency?.p50Ms,
    show: milliseconds,
    aim: '',
  },
  {
    what: 'p99 from 200 to inbox at 500/s',
    value: ({ latency }) => latency?.p99Ms,
    show: milliseconds,
    aim: `< ${milliseconds(aims.latencyP99Ms)}`,
  },
  {
    what: 'CPU per million events',
    value: ({ pipeline }) => pipeline?.cpuSecondsPerMillionTotal,
    show: seconds,
    aim: `≤ ${seconds(aims.cpuSecondsPerMillion)}`,
  },
  {
    what: 'disk per million events',
    value: ({ pipeline }) => pipeline?.diskBytesPerMillionTotal,
    show: gigabytes,
    aim: `≤ ${gigabytes(aims.diskBytesPerMillion)}`,
  },
  {
    what: 'idle, share of a core',
    value: ({ idle }) => idle?.cores,
    show: share,
    aim: `< ${share(aims.idleCores)}`,
  },
];

/** What each part used, the most first: a line a part. */
export function partRows(report: BenchReport): (readonly [string, string, string, string])[] {
  const cpu = report.pipeline?.cpuSecondsPerMillion ?? {};
  const disk = report.pipeline?.diskBytesPerMillion ?? {};
  const idle = report.idle?.byPart ?? {};
  const parts = [...new Set([...Object.keys(cpu), ...Object.keys(disk), ...Object.keys(idle)])];
  const shown = (value: number | undefined, show: (value: number) => string) =>
    value === undefined ? '' : show(value);
  return parts
    .toSorted((a, b) => (cpu[b] ?? 0) - (cpu[a] ?? 0))
    .map(
      part =>
        [part, shown(cpu[part], seconds), shown(disk[part], gigabytes), shown(idle[part], share)] as const,
    );
}
