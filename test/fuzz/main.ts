import { readEndpoints } from '../stack/endpoints.ts';
import { runProgram } from '../stack/program.ts';
import { textTable } from '../stack/table.ts';
import { write } from '../stack/write.ts';
import { parseOptions, usage } from './options.ts';
import { mebibytes, runFuzz } from './run-fuzz.ts';

await runProgram(usage, fuzz);

async function fuzz(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  write(`${options.requests} requests, good and hostile, to the gateway (seed ${options.seed}).`);
  const report = await runFuzz(await readEndpoints(), options, write);
  write(textTable(Object.entries(report.statuses), ['status', 'requests']));
  write(`${report.acknowledgedEvents} events acknowledged; memory rose by ${mebibytes(report.grownBytes)}.`);
  for (const fault of report.faults) write(`- ${fault}`);
  write(report.faults.length === 0 ? 'All as documented, nothing lost.' : `${report.faults.length} faults.`);
  return report.faults.length === 0 ? 0 : 1;
}
