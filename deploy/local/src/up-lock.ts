import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { processIdentity } from './processes/process-identity.ts';
import { hasCode } from './system-error.ts';
import { SetupError } from './setup-error.ts';

/** Lets one command at a time change a stack. @throws SetupError when another is at it. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  await writeFile(mine, JSON.stringify({ pid: process.pid, identity: await processIdentity(process.pid) }));
  try {
    await take(file, mine);
  } finally {
    await rm(mine, { force: true });
  }
  return work().finally(() => rm(file, { force: true }));
}

/** A link appears with its whole text or not at all, so nobody reads half a lock. */
async function take(file: string, mine: string): Promise<void> {
  while (!(await linked(mine, file))) {
    const holder = await readFile(file, 'utf8').catch(() => undefined);
    if (holder === undefined) continue;
    const { pid, identity } = JSON.parse(holder) as { pid: number; identity: string };
    if ((await processIdentity(pid)) === identity) {
      throw new SetupError(
        `Another make command (pid ${pid}) is changing this stack.`,
        'Wait until it ends.',
      );
    }
    await rm(file, { force: true });
  }
}

async function linked(mine: string, file: string): Promise<boolean> {
  return link(mine, file).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'EEXIST')) return false;
      throw error;
    },
  );
}
