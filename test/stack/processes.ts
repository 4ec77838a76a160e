import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { stackHome } from './endpoints.ts';

const run = promisify(execFile);

/** A process of the local stack. */
export type StackProcess = { readonly part: string; readonly pid: number };

/** What the local stack has started and still remembers. */
export async function stackProcesses(home = stackHome()): Promise<readonly StackProcess[]> {
  const folder = join(home, 'processes');
  const files = (await readdir(folder)).filter(file => file.endsWith('.json'));
  const records = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
  return records.map(text => JSON.parse(text) as StackProcess);
}

/** User and system CPU seconds a process has used; undefined when it has ended. */
export async function cpuSecondsOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat !== undefined) return cpuSecondsFromStat(stat);
  // macOS has no /proc.
  const { stdout } = await run('ps', ['-o', 'time=', '-p', `${pid}`]).catch(() => ({ stdout: '' }));
  return stdout.trim() === '' ? undefined : secondsFromClock(stdout.trim());
}

/** Memory a process holds in RAM; undefined when it has ended. */
export async function residentBytesOf(pid: number): Promise<number | undefined> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', `${pid}`]).catch(() => ({ stdout: '' }));
  return stdout.trim() === '' ? undefined : Number(stdout) * 1024;
}

/** Linux counts in ticks of 1/100 s whatever the kernel's own clock (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** Fields 14 and 15 of /proc/<pid>/stat; the name before them may hold spaces and brackets. */
export function cpuSecondsFromStat(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Seconds of a clock as ps prints it: [[days-]hours:]minutes:seconds. */
export function secondsFromClock(clock: string): number {
  const [days, time] = clock.includes('-') ? clock.split('-') : ['0', clock];
  return (
    (time ?? '').split(':').reduce((total, part) => total * 60 + Number(part), 0) + Number(days) * 86_400
  );
}
