import type { TopicFolder } from './topic-folders.ts';
import { typeName, typescriptTypes } from './typescript-types.ts';

const HEADER = '// Generated from schemas/ by `make generate`. Do not edit.\n';

/** Text of packages/contracts/generated/types.ts. */
export function contractTypes(topics: readonly TopicFolder[]): string {
  const schemas = topics.flatMap(topic => (topic.schema === undefined ? [] : [topic.schema]));
  return `${HEADER}\n${typescriptTypes(schemas)}`;
}

/** Text of packages/contracts/generated/topics.ts. */
export function topicCatalogue(topics: readonly TopicFolder[]): string {
  const names = topics.flatMap(topic => (topic.schema === undefined ? [] : [typeName(topic.schema)]));
  const imports = [...new Set(names)].sort().join(',\n  ');
  const entries = topics.map(topicEntry).join('\n');
  return `${HEADER}
import { bytesTopic, topic, topicFamily, bytesTopicFamily } from '../src/topic.ts';
import type {
  ${imports},
} from './types.ts';

/** Every topic of Millrace, by name in code. */
export const topics = {
${entries}
} as const;
`.replace(
    /import \{[^}]*\} from '..\/src\/topic.ts'/,
    `import { ${factoriesUsed(topics)} } from '../src/topic.ts'`,
  );
}

function factoriesUsed(topics: readonly TopicFolder[]): string {
  return [...new Set(topics.map(factory))].sort().join(', ');
}

function factory(topic: TopicFolder): string {
  if (topic.schema === undefined) return topic.instance === undefined ? 'bytesTopic' : 'bytesTopicFamily';
  return topic.instance === undefined ? 'topic' : 'topicFamily';
}

function topicEntry(topic: TopicFolder): string {
  const type = topic.schema === undefined ? '' : `<${typeName(topic.schema)}>`;
  const declaration = {
    name: topic.name,
    subject: `${topic.folder}-value`,
    owner: topic.owner,
    partitions: topic.partitions,
    settings: topic.settings,
    ...(topic.schema === undefined ? {} : { schema: JSON.stringify(topic.schema) }),
  };
  return `  /** ${topic.doc} Key: ${topic.key}. */\n  ${codeName(topic.folder)}: ${factory(topic)}${type}(${JSON.stringify(declaration)}),`;
}

/** `events.collected.v1` is `eventsCollected` in code; a later major keeps its number: `eventsCollectedV2`. */
function codeName(folder: string): string {
  const words = folder.replace(/\.v1$/, '').split(/[.-]/);
  return words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}
