import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { BenchReport } from './report.ts';

const run = promisify(execFile);

/** Keeps a report beside the earlier ones; returns its file. */
export async function keepReport(folder: string, report: BenchReport): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${report.measuredAt.replaceAll(':', '-')}.json`);
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
  return file;
}

/** The newest report in the folder; undefined where there is none. */
export async function lastReport(folder: string): Promise<BenchReport | undefined> {
  const files = (await readdir(folder).catch(() => [])).filter(file => file.endsWith('.json')).toSorted();
  const newest = files.at(-1);
  return newest === undefined
    ? undefined
    : (JSON.parse(await readFile(join(folder, newest), 'utf8')) as BenchReport);
}

/** The commit that is measured, marked where files differ from it. */
export async function presentCommit(): Promise<string> {
  const { stdout } = await run('git', ['describe', '--always', '--dirty']).catch(() => ({
    stdout: 'unknown',
  }));
  return stdout.trim();
}
