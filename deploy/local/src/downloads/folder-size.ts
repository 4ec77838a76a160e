import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 500;

/** Reports the size of what a folder holds twice a second, until the returned function is called. */
export function watchFolderSize(folder: string, report: (bytes: number) => void): () => void {
  const stopped = new AbortController();
  void watch(folder, report, stopped.signal);
  return () => {
    stopped.abort();
  };
}

/** Files that vanish while it looks count as nothing. */
async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const sizes = await Promise.all(files.map(fileSize));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function watch(folder: string, report: (bytes: number) => void, stopped: AbortSignal): Promise<void> {
  for (;;) {
    const bytes = await folderSize(folder);
    if (stopped.aborted) return;
    report(bytes);
    await delay(INTERVAL_MS, undefined, { signal: stopped }).catch(() => undefined);
  }
}

async function fileSize(file: string): Promise<number> {
  const stats = await stat(file).catch(() => undefined);
  return stats?.size ?? 0;
}
