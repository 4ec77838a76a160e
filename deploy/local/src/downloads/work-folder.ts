import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity } from '../processes/process-identity.ts';

const PREFIX = 'work-';

/** Gives a download a folder to work in, and takes it away afterwards: whatever is whole has been moved out by then. */
export async function withWorkFolder<T>(downloads: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(downloads, { recursive: true });
  await removeLeftovers(downloads);
  const folder = await mkdtemp(join(downloads, `${PREFIX}${process.pid}-`));
  return work(folder).finally(() => rm(folder, { recursive: true, force: true }));
}

/** Of processes that were interrupted. */
async function removeLeftovers(downloads: string): Promise<void> {
  for (const name of await readdir(downloads)) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || (await processIdentity(Number(pid))) !== undefined) continue;
    await rm(join(downloads, name), { recursive: true, force: true });
  }
}
