/** Writes everything that derives from schemas/ and from the folders of destinations; with --check, fails where a written file differs instead. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { contractTypes, topicCatalogue } from './generate/contracts.ts';
import { destinationCatalogue, destinationSlugs } from './generate/destination-catalogue.ts';
import { readTopicFolders } from './generate/topic-folders.ts';
import { topicsDocument } from './generate/topics-document.ts';

const root = join(import.meta.dirname, '..');
const topics = readTopicFolders(join(root, 'schemas'));
const destinations = destinationSlugs(join(root, 'packages/destinations/src'));
const files: Readonly<Record<string, string>> = {
  'packages/contracts/generated/types.ts': contractTypes(topics),
  'packages/contracts/generated/topics.ts': topicCatalogue(topics),
  'packages/destinations/generated/catalogue.ts': destinationCatalogue(destinations),
  'docs/TOPICS.md': topicsDocument(topics),
};
const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [path, text] of Object.entries(files)) {
  const target = join(root, path);
  if (check) {
    if (readIfPresent(target) !== text) stale.push(path);
  } else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
if (stale.length > 0) {
  process.stderr.write(`Not current: ${stale.join(', ')}. Run \`make generate\` and commit the result.\n`);
  process.exitCode = 1;
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
