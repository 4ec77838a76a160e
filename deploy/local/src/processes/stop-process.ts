import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../system-error.ts';
import { isAlive, type ProcessRecord } from './process-file.ts';

export type StopOutcome = 'stopped' | 'killed';

/** Asks the process to stop and waits; past the deadline it is killed. */
export async function stopProcess(record: ProcessRecord, deadlineMs: number): Promise<StopOutcome> {
  send(record.pid, 'SIGTERM');
  if (await endsWithin(record, deadlineMs)) return 'stopped';
  send(record.pid, 'SIGKILL');
  await endsWithin(record, 5_000);
  return 'killed';
}

async function endsWithin(record: ProcessRecord, deadlineMs: number): Promise<boolean> {
  const end = Date.now() + deadlineMs;
  while (Date.now() < end) {
    if (!(await isAlive(record))) return true;
    await delay(50);
  }
  return !(await isAlive(record));
}

function send(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It may end between the look and the signal.
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}
