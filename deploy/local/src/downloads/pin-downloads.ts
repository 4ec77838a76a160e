// Writes java/artifacts.sha256 anew from what java/pom.xml resolves to. Review the difference before committing it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checksumsOfFolder, formatChecksums } from './checksums.ts';
import { CHECKSUMS, copyDependencies } from './java-artifacts.ts';

const work = await mkdtemp(join(tmpdir(), 'millrace-pin-'));
try {
  await copyDependencies(work, join(work, 'files'));
  await writeFile(CHECKSUMS, formatChecksums(await checksumsOfFolder(join(work, 'files'))));
} finally {
  await rm(work, { recursive: true, force: true });
}
