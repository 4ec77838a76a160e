import avsc from 'avsc';

import type { AvroSchema, TopicFolder } from '../generate/topic-folders.ts';

/**
 * What would break between two states of schemas/: a value of either must be readable with the schema of the other
 * (FULL), because services deploy one by one and old records are replayed. Topics in only one of the two are fine.
 */
export function incompatibilities(
  earlier: readonly TopicFolder[],
  later: readonly TopicFolder[],
): readonly string[] {
  const problems: string[] = [];
  for (const topic of later) {
    const before = earlier.find(candidate => candidate.folder === topic.folder);
    if (before?.schema === undefined || topic.schema === undefined) continue;
    const forward = unreadable(before.schema, topic.schema);
    if (forward !== undefined)
      problems.push(`${topic.folder}: records written before cannot be read: ${forward}`);
    const backward = unreadable(topic.schema, before.schema);
    if (backward !== undefined)
      problems.push(`${topic.folder}: services deployed before cannot read new records: ${backward}`);
  }
  return problems;
}

function unreadable(writer: AvroSchema, reader: AvroSchema): string | undefined {
  try {
    typeOf(reader).createResolver(typeOf(writer));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function typeOf(schema: AvroSchema): avsc.Type {
  return avsc.Type.forSchema(structuredClone(schema) as avsc.Schema);
}
