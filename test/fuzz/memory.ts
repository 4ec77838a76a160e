import { readFile } from 'node:fs/promises';

/** Memory of a process over a run. */
export type MemoryWatch = {
  /** Resident bytes, in the order they were read. */
  readonly samples: readonly number[];
  stop(): void;
};

/** Reads the resident memory of a process every so often. */
export function watchMemory(pid: number, everyMs = 250): MemoryWatch {
  const samples: number[] = [];
  const sample = async (): Promise<void> => {
    const bytes = await residentBytes(pid);
    if (bytes !== undefined) samples.push(bytes);
  };
  const timer = setInterval(() => void sample(), everyMs);
  return { samples, stop: () => clearInterval(timer) };
}

/** How much higher the level of the last quarter is than that of the second: the first warms up. Peaks do not count. */
export function growthOf(samples: readonly number[]): number {
  const quarter = Math.floor(samples.length / 4);
  if (quarter === 0) return 0;
  return median(samples.slice(-quarter)) - median(samples.slice(quarter, 2 * quarter));
}

async function residentBytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
