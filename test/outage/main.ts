import { readEndpoints } from '../stack/endpoints.ts';
import { runProgram } from '../stack/program.ts';
import { textTable } from '../stack/table.ts';
import { write } from '../stack/write.ts';
import { parseOptions, usage } from './options.ts';
import { runOutage, type OutageReport } from './run-outage.ts';

const MIB = 1024 * 1024;

await runProgram(usage, outage);

async function outage(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  write(`${options.persons} persons, and Kafka ${options.how} for ${options.seconds} s.`);
  const report = await runOutage(await readEndpoints(), options, write);
  write(`\n${curveTable(report)}\n\n${ledgerTable(report)}`);
  write(
    report.verdict.length === 0
      ? 'None lost, none doubled, order kept.'
      : `Not as promised: ${report.verdict.join(', ')}.`,
  );
  return report.verdict.length === 0 ? 0 : 1;
}

/** About twenty lines, however long it took. */
function curveTable({ samples }: OutageReport): string {
  const step = Math.ceil(samples.length / 20);
  const rows = samples
    .filter((_, index) => index % step === 0)
    .map(({ atMs, acknowledged, residentBytes, spoolBytes }) => [
      Math.round(atMs / 1000),
      acknowledged,
      Math.round(residentBytes / MIB),
      (spoolBytes / MIB).toFixed(1),
    ]);
  return textTable(rows, ['second', 'events/s', 'memory MiB', 'spool MiB']);
}

function ledgerTable({
  ledger,
  sendsRepeated,
  acknowledgedMeanwhile,
  drainedMs,
  samples,
}: OutageReport): string {
  const stages = [...ledger.stages, ledger.delivered];
  return textTable(
    [
      ['acknowledged', ledger.acknowledged, '', ''],
      ['while Kafka was away', acknowledgedMeanwhile, '', ''],
      ['sends repeated', sendsRepeated, '', ''],
      ['drained after, s', (drainedMs / 1000).toFixed(1), '', ''],
      [
        'most memory, MiB',
        Math.round(Math.max(...samples.map(sample => sample.residentBytes)) / MIB),
        '',
        '',
      ],
      ...stages.map(({ name, present, lost, doubled }) => [name, present, lost.length, doubled.length]),
      ['archived out of order', ledger.archivedOutOfOrder.length, '', ''],
    ],
    ['', 'events', 'lost', 'doubled'],
  );
}
