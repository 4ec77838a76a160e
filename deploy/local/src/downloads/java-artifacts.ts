import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoardLine } from '../progress/board.ts';
import { SetupError } from '../setup-error.ts';
import { checksumsOfFolder, compareChecksums, parseChecksums } from './checksums.ts';
import { watchFolderSize } from './folder-size.ts';
import { runTool } from './run-tool.ts';
import { withWorkFolder } from './work-folder.ts';

/** Where the unpacked artifacts lie. */
export type JavaArtifacts = Readonly<{ folder: string; kafkaClasspath: string; registryFolder: string }>;

const PACKAGE = join(import.meta.dirname, '..', '..');
const POM = join(PACKAGE, 'java', 'pom.xml');
export const CHECKSUMS = join(PACKAGE, 'java', 'artifacts.sha256');
const COPY_DEPENDENCIES = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
/** Jars, registry archive and Maven's own plug-ins: for the progress bar only. */
const EXPECTED_BYTES = 226_000_000;

/** The folder is named for what is pinned, so a changed pin is another folder and an old one is never mixed in. */
export async function javaArtifactsFolder(downloads: string): Promise<JavaArtifacts> {
  const pins = createHash('sha256').update(await readFile(CHECKSUMS));
  const folder = join(downloads, `java-${pins.digest('hex').slice(0, 12)}`);
  return { folder, kafkaClasspath: join(folder, 'files', '*'), registryFolder: join(folder, 'registry') };
}

/** Downloads and verifies the broker's jars and the registry, once. */
export async function installJavaArtifacts(downloads: string, line: BoardLine): Promise<JavaArtifacts> {
  const artifacts = await javaArtifactsFolder(downloads);
  if (!existsSync(artifacts.folder)) await download(downloads, artifacts.folder, line);
  return artifacts;
}

function download(downloads: string, folder: string, line: BoardLine): Promise<void> {
  return withWorkFolder(downloads, async work => {
    const ready = join(work, 'ready');
    const stopWatching = watchFolderSize(join(work, 'repository'), bytes => {
      line.show(
        Math.min(0.99, bytes / EXPECTED_BYTES),
        `downloading Kafka and the registry, ${megabytes(bytes)} MB`,
      );
    });
    await copyDependencies(work, join(ready, 'files')).finally(stopWatching);
    line.say('verifying the downloads');
    await verify(join(ready, 'files'));
    line.say('unpacking the registry');
    await unpackRegistry(ready);
    await claim(ready, folder);
  });
}

/** Through the machine's own Maven settings, so that mirrors and proxies are honoured. */
export async function copyDependencies(work: string, output: string): Promise<void> {
  const repository = `-Dmaven.repo.local=${join(work, 'repository')}`;
  await runTool('mvn', [
    '-B',
    '-ntp',
    '-f',
    POM,
    repository,
    COPY_DEPENDENCIES,
    `-DoutputDirectory=${output}`,
  ]);
}

async function verify(files: string): Promise<void> {
  const pinned = parseChecksums(await readFile(CHECKSUMS, 'utf8'));
  const problems = compareChecksums(pinned, await checksumsOfFolder(files));
  if (problems.length > 0) {
    throw new SetupError(
      `The downloads are not the pinned ones: ${problems.join('; ')}.`,
      'Nothing of them was kept. Check the mirror in ~/.m2/settings.xml, then run make again.',
    );
  }
}

async function unpackRegistry(ready: string): Promise<void> {
  const [archive] = [...(await pinnedNames())].filter(name => name.endsWith('.tar.gz'));
  if (archive === undefined) throw new Error('no archive of the registry is pinned');
  await mkdir(join(ready, 'registry'));
  await runTool('tar', ['-xzf', join(ready, 'files', archive), '-C', join(ready, 'registry')]);
  await rm(join(ready, 'files', archive));
}

async function pinnedNames(): Promise<Iterable<string>> {
  return parseChecksums(await readFile(CHECKSUMS, 'utf8')).keys();
}

/** Another stack that shares the downloads may have been first; its folder is as good. */
async function claim(ready: string, folder: string): Promise<void> {
  await rename(ready, folder).catch((error: unknown) => {
    if (!existsSync(folder)) throw error;
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
