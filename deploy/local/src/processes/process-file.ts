import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity } from './process-identity.ts';

/** What is remembered of a part that was started, so that nobody else's process is ever taken for it. */
export type ProcessRecord = Readonly<{
  part: string;
  pid: number;
  identity: string;
  startedAt: number;
  ports: readonly number[];
  log: string;
}>;

/** Written whole or not at all: a half-written file would orphan a running process. */
export async function writeProcessFile(folder: string, record: ProcessRecord): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${record.part}.json`);
  await writeFile(`${file}.new`, `${JSON.stringify(record, undefined, 2)}\n`);
  await rename(`${file}.new`, file);
}

export async function removeProcessFile(folder: string, part: string): Promise<void> {
  await rm(join(folder, `${part}.json`), { force: true });
}

/** The record of a part whose process still lives; undefined when it does not. */
export async function readLiveProcess(folder: string, part: string): Promise<ProcessRecord | undefined> {
  const text = await readFile(join(folder, `${part}.json`), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const record = JSON.parse(text) as ProcessRecord;
  return (await isAlive(record)) ? record : undefined;
}

/** Every part that lives, whichever settings it was started with. */
export async function readLiveProcesses(folder: string): Promise<readonly ProcessRecord[]> {
  const files = await readdir(folder).catch(() => []);
  const parts = files.filter(file => file.endsWith('.json')).map(file => file.slice(0, -'.json'.length));
  const records = await Promise.all(parts.map(part => readLiveProcess(folder, part)));
  return records.filter(record => record !== undefined);
}

export async function isAlive({ pid, identity }: ProcessRecord): Promise<boolean> {
  return (await processIdentity(pid)) === identity;
}
