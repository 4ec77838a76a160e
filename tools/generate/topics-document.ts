import type { TopicFolder } from './topic-folders.ts';

/** Text of docs/TOPICS.md: the catalogue as a table, then the fields of each value. */
export function topicsDocument(topics: readonly TopicFolder[]): string {
  const rows = topics.map(
    topic =>
      `| \`${topic.name}\` | ${topic.owner} | ${topic.key} | ${topic.partitions} | ${topic.settings['cleanup.policy']} | ${topic.dataClass} | ${topic.doc} |`,
  );
  return `<!-- Generated from schemas/ by \`make generate\`. Do not edit. -->

# Topics

Declared in \`schemas/<topic>/\`; types, codecs and this page are generated from there.

| Topic | Written by | Key | Partitions | Cleanup | Data | What it holds |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
