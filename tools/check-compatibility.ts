/** Compares schemas/ with every committed state of it, newest first: each must be able to read the other's records. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readTopicFolders } from './generate/topic-folders.ts';
import { incompatibilities } from './schemas/compatibility.ts';

const MAX_COMMITS = 50;
const root = join(import.meta.dirname, '..');
const present = readTopicFolders(join(root, 'schemas'));
const problems = commitsOfSchemas().flatMap(commit =>
  incompatibilities(topicsAt(commit), present).map(problem => `${commit.slice(0, 10)}: ${problem}`),
);
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) {
  process.stderr.write('Give the field a default, or make a new folder with the next major version.\n');
  process.exitCode = 1;
}

function commitsOfSchemas(): string[] {
  try {
    return git('log', `--max-count=${MAX_COMMITS}`, '--format=%H', '--', 'schemas')
      .split('\n')
      .filter(Boolean);
  } catch {
    process.stderr.write('No Git history here: compatibility with earlier schemas is not checked.\n');
    return [];
  }
}

function topicsAt(commit: string): ReturnType<typeof readTopicFolders> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-schemas-'));
  try {
    const archive = execFileSync('git', ['archive', commit, 'schemas'], { cwd: root, maxBuffer: 1 << 28 });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    return readTopicFolders(join(folder, 'schemas'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
