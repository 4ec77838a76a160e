import { readEndpoints } from '../stack/endpoints.ts';
import { runProgram } from '../stack/program.ts';
import { textTable } from '../stack/table.ts';
import { write } from '../stack/write.ts';
import { parseOptions, usage } from './options.ts';
import { runChaos, type ChaosReport } from './run-chaos.ts';

await runProgram(usage, chaos);

async function chaos(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  write(
    `${options.persons} persons for ${options.seconds} s, while parts are killed with -9 (seed ${options.seed}).`,
  );
  const report = await runChaos(await readEndpoints(), options, write);
  write(`\n${ledgerTable(report)}`);
  const { verdict, crashes } = report;
  write(
    verdict.length === 0
      ? `${crashes.length} crashes: none lost, none doubled, order kept.`
      : `Not as promised: ${verdict.join(', ')}.`,
  );
  return verdict.length === 0 ? 0 : 1;
}

function ledgerTable({ ledger, sendsRepeated, crashes }: ChaosReport): string {
  const stages = [...ledger.stages, ledger.delivered];
  return textTable(
    [
      ['crashes', crashes.length, '', ''],
      ['sends repeated', sendsRepeated, '', ''],
      ['acknowledged', ledger.acknowledged, '', ''],
      ...stages.map(({ name, present, lost, doubled }) => [name, present, lost.length, doubled.length]),
      ['repeated deliveries', ledger.repeats, '', ''],
      ['archived out of order', ledger.archivedOutOfOrder.length, '', ''],
      ['delivered out of order', ledger.deliveredOutOfOrder.length, '', ''],
    ],
    ['', 'events', 'lost', 'doubled'],
  );
}
