import { partsOf } from '../parts/all-parts.ts';
import { readLiveProcesses, removeProcessFile, type ProcessRecord } from '../processes/process-file.ts';
import { stopProcess } from '../processes/stop-process.ts';
import type { Stack } from '../stack.ts';

/** Services first, so that they finish their work against a stack that still answers; then the rest. */
export async function down(stack: Stack, write: (line: string) => void): Promise<void> {
  const running = await readLiveProcesses(stack.layout.processes);
  if (running.length === 0) write('Nothing runs.');
  const parts = new Map(partsOf(stack).map(part => [part.name, part]));
  const isService = ({ part }: ProcessRecord): boolean => parts.get(part)?.group === 'service';
  const stop = async (record: ProcessRecord): Promise<void> => {
    const outcome = await stopProcess(record, parts.get(record.part)?.stopWithinMs ?? 10_000);
    await removeProcessFile(stack.layout.processes, record.part);
    write(`${outcome === 'stopped' ? '✔' : '✖'} ${record.part.padEnd(22)} ${outcome} (pid ${record.pid})`);
  };
  await Promise.all(running.filter(isService).map(stop));
  await Promise.all(running.filter(record => !isService(record)).map(stop));
}
