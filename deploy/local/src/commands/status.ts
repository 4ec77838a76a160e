import { probe } from '../await-ready.ts';
import { readConsumerLag } from '../consumer-lag.ts';
import { partsOf } from '../parts/all-parts.ts';
import type { Part } from '../parts/part.ts';
import { readLiveProcess } from '../processes/process-file.ts';
import type { Stack } from '../stack.ts';

/** One line a part: does it run and answer, as which process, since when, how far behind, and where its log is. */
export async function status(stack: Stack, write: (line: string) => void): Promise<void> {
  const lines = await Promise.all(partsOf(stack).map(part => statusLine(part, stack)));
  lines.forEach(write);
}

async function statusLine(part: Part, { layout }: Stack): Promise<string> {
  const record = await readLiveProcess(layout.processes, part.name);
  if (record === undefined) return `✖ ${part.name.padEnd(22)} does not run`;
  const [isReady, lag] = await Promise.all([probe(part), readConsumerLag(part)]);
  return [
    `${isReady ? '✔' : '…'} ${part.name.padEnd(22)}`,
    isReady ? 'ready       ' : 'not ready   ',
    `pid ${String(record.pid).padEnd(8)}`,
    `port ${record.ports[0]}`,
    `since ${new Date(record.startedAt).toISOString().slice(0, 19)}Z`,
    (lag === undefined ? '' : `behind ${lag}`).padEnd(12),
    record.log,
  ].join('  ');
}
