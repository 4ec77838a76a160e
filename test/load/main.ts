import { join } from 'node:path';

import { readEndpoints, stackHome } from '../stack/endpoints.ts';
import { createInbox } from '../stack/inbox.ts';
import { runProgram } from '../stack/program.ts';
import { textTable } from '../stack/table.ts';
import { write } from '../stack/write.ts';
import { aims } from './aims.ts';
import type { Bench } from './bench.ts';
import { describeMachine } from './machine.ts';
import { measurements, parseOptions, usage, type Measurement } from './options.ts';
import { keepReport, lastReport, presentCommit } from './report-files.ts';
import { partRows, reportRows, type BenchReport } from './report.ts';
import { measureAcceptedRate } from './scenarios/accepted-rate.ts';
import { measureHttpCeiling } from './scenarios/http-ceiling.ts';
import { measureIdle } from './scenarios/idle.ts';
import { measureKafkaCeiling } from './scenarios/kafka-ceiling.ts';
import { measureLatency } from './scenarios/latency.ts';
import { measurePipeline } from './scenarios/pipeline.ts';
import { settle } from './settle.ts';

const SINGLE = { eventsPerRequest: 1, startPerSecond: 6_000 };
const BATCHED = { eventsPerRequest: 100, startPerSecond: 60_000 };
/** Batches fill the topics far faster than the pipeline empties them: longer steps would leave hours of work behind. */
const MAX_BATCHED_SECONDS = 4;
const OFFERED_SHARE = 1.5;

const measure: Readonly<Record<Measurement, (bench: Bench) => Promise<Partial<BenchReport>>>> = {
  idle: async bench => ({ idle: await measureIdle(bench) }),
  latency: async bench => ({ latency: await measureLatency(bench) }),
  pipeline: async bench => ({
    pipeline: await measurePipeline(bench, aims.sustainedPerSecond * OFFERED_SHARE),
  }),
  single: async bench => ({
    single: await measureAcceptedRate(bench, { ...SINGLE, target: bench.endpoints.gateway }),
  }),
  batched: async bench => ({
    batched: await measureAcceptedRate(briefly(bench), { ...BATCHED, target: bench.endpoints.gateway }),
  }),
  ceilings: async bench => ({
    httpCeiling: {
      single: await measureHttpCeiling(bench, SINGLE),
      batched: await measureHttpCeiling(bench, BATCHED),
    },
    kafkaCeilingPerSecond: await measureKafkaCeiling(bench),
  }),
};

await runProgram(usage, runBench);

async function runBench(args: readonly string[]): Promise<number> {
  const { seconds, only } = parseOptions(args);
  const endpoints = await readEndpoints();
  const home = stackHome();
  const bench: Bench = { endpoints, home, seconds, inbox: createInbox(endpoints.inbox), say: write };
  let report: BenchReport = {
    measuredAt: new Date().toISOString(),
    commit: await presentCommit(),
    machine: describeMachine(),
    secondsPerMeasurement: seconds,
  };
  for (const measurement of measurements.filter(name => only.has(name))) {
    await settle(bench);
    write(`Measuring: ${measurement}`);
    report = { ...report, ...(await measure[measurement](bench)) };
  }
  const folder = join(home, 'bench');
  const previous = await lastReport(folder);
  print(report, previous);
  write(`\n${await keepReport(folder, report)}`);
  return 0;
}

function briefly(bench: Bench): Bench {
  return { ...bench, seconds: Math.min(bench.seconds, MAX_BATCHED_SECONDS) };
}

function print(report: BenchReport, previous: BenchReport | undefined): void {
  const { machine } = report;
  write(
    `\n${machine.processor}, ${machine.cores} cores, ${machine.memory}, ${machine.system}, Node ${machine.node}`,
  );
  const rows = reportRows(report, previous);
  write(
    textTable(
      rows.map(row => [row.what, row.measured, row.aim, row.ceiling, row.previous]),
      ['', 'measured', 'aim', 'ceiling of its parts', 'previous'],
    ),
  );
  if (report.pipeline === undefined && report.idle === undefined) return;
  write(textTable(partRows(report), ['part', 'CPU/million', 'disk/million', 'idle']));
}
