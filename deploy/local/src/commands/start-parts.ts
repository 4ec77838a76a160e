import type { Scope } from '../command-line.ts';
import { addressesOf, writeEndpoints } from '../endpoints.ts';
import { downloadTools, obtainDownloads } from '../downloads/obtain-downloads.ts';
import { ensureTools, REDIS } from '../downloads/tools.ts';
import { checkDisk, checkPorts, checkSamePorts } from '../machine-checks.ts';
import { partsOf } from '../parts/all-parts.ts';
import type { Part } from '../parts/part.ts';
import { readLiveProcesses } from '../processes/process-file.ts';
import { startPart, type StartOutcome } from '../start-part.ts';
import type { Board } from '../progress/board.ts';
import { ensureSecrets } from '../secrets.ts';
import { SetupError } from '../setup-error.ts';
import type { Stack } from '../stack.ts';

const FREE_DISK_MB = 1_000;

/** Starts what does not run yet, side by side; resolves to whether there was anything to start. Running it again changes nothing. */
export async function startParts(stack: Stack, scope: Scope, board: Board): Promise<boolean> {
  const parts = partsOf(stack, scope);
  await checkDisk(stack.layout.home, FREE_DISK_MB);
  const running = await readLiveProcesses(stack.layout.processes);
  checkSamePorts(parts, running);
  const names = new Set(running.map(({ part }) => part));
  await checkPorts(
    parts.filter(({ name }) => !names.has(name)),
    stack.settings.portBase,
  );
  await ensureSecrets(stack.layout);
  await writeEndpoints(stack.layout.endpoints, addressesOf(stack.ports));
  await ensureTools([REDIS, ...(await downloadTools(stack.layout.downloads))], board);
  const waiting = parts.map(part => ({ part, line: board.line(part.name) }));
  const downloads = obtainDownloads(stack.layout.downloads, board);
  downloads.catch(() => undefined); // each part that needs them reports it
  const start = (group: Part['group'], base: Promise<boolean>): Promise<StartOutcome>[] =>
    waiting
      .filter(({ part }) => part.group === group)
      .map(({ part, line }) => startPart(part, { stack, downloads, base, line }));
  const infrastructure = start('infrastructure', Promise.resolve(true));
  const services = start('service', Promise.all(infrastructure).then(hasNoFailure));
  const outcomes = await Promise.all([...infrastructure, ...services]);
  board.close();
  reportFailures(outcomes);
  return outcomes.some(({ kind }) => kind !== 'unchanged');
}

function hasNoFailure(outcomes: readonly StartOutcome[]): boolean {
  return outcomes.every(({ kind }) => kind !== 'failed');
}

function reportFailures(outcomes: readonly StartOutcome[]): void {
  const failures = outcomes.filter(outcome => outcome.kind === 'failed');
  if (failures.length === 0) return;
  const problems = new Set(failures.map(({ problem }) => problem));
  const remedies = new Set(failures.map(({ remedy }) => remedy));
  throw new SetupError([...problems].join('\n'), [...remedies].join('\n  '));
}
