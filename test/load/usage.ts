import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { cpuSecondsOf, stackProcesses } from '../stack/processes.ts';

/** What each part of the stack has used so far. */
export type Usage = {
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /** Bytes the data of a part takes on disk. */
  readonly diskBytes: Readonly<Record<string, number>>;
};

/** Reads the usage of every process and data folder of the stack in `home`. */
export async function readUsage(home: string): Promise<Usage> {
  const cpuSeconds: Record<string, number> = {};
  for (const { part, pid } of await stackProcesses(home)) {
    const seconds = await cpuSecondsOf(pid);
    if (seconds !== undefined) cpuSeconds[part] = seconds;
  }
  const diskBytes: Record<string, number> = {};
  const data = join(home, 'data');
  for (const folder of await readdir(data)) diskBytes[folder] = await bytesOnDisk(join(data, folder));
  return { cpuSeconds, diskBytes };
}

/** What was used between two readings, by part; a part that was started in between counts from its start. */
export function usedBetween(before: Usage, after: Usage): Usage {
  const difference = (from: Readonly<Record<string, number>>, to: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      Object.entries(to).map(([part, value]) => {
        const earlier = from[part] ?? 0;
        return [part, value >= earlier ? value - earlier : value];
      }),
    );
  return {
    cpuSeconds: difference(before.cpuSeconds, after.cpuSeconds),
    diskBytes: difference(before.diskBytes, after.diskBytes),
  };
}

/** The sum over all parts. */
export function total(values: Readonly<Record<string, number>>): number {
  return Object.values(values).reduce((sum, value) => sum + value, 0);
}

/** Blocks, not lengths: a broker's index files are sparse. Files may vanish meanwhile. */
async function bytesOnDisk(path: string): Promise<number> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.blocks * 512;
  const names = await readdir(path).catch(() => []);
  const sizes = await Promise.all(names.map(name => bytesOnDisk(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
