import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { durationMs, sizeBytes } from './quantities.ts';

/** A named Avro type or the JSON form of one. */
export type AvroSchema = string | AvroSchema[] | { [member: string]: unknown };

/** One folder of schemas/, read and checked. */
export type TopicFolder = {
  /** Folder name: the topic's name, or the family's name where each instance has a topic of its own. */
  folder: string;
  /** Topic name; contains `<instance>` for a family. */
  name: string;
  owner: string;
  doc: string;
  key: string;
  /** Meaning of `<instance>`, for a family. */
  instance: string | undefined;
  partitions: number;
  dataClass: string;
  /** Kafka topic settings, as the broker names them. */
  settings: Record<string, string>;
  /** Self-contained schema of the value; undefined where values are raw bytes. */
  schema: AvroSchema | undefined;
};

type Declaration = {
  owner: string;
  doc: string;
  key: string;
  name?: string;
  instance?: string;
  value?: 'bytes';
  partitions: number | string;
  cleanup: string;
  retention?: string;
  retentionBytes?: string;
  dataClass: string;
};

const REQUIRED = ['owner', 'doc', 'key', 'partitions', 'cleanup', 'dataClass'] as const;
const KNOWN = new Set([...REQUIRED, 'name', 'instance', 'value', 'retention', 'retentionBytes']);

/** Reads every topic folder below `root`. Throws with the folder and the rule on the first fault. */
export function readTopicFolders(root: string): TopicFolder[] {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name !== 'common')
    .map(entry => entry.name)
    .sort();
  const declarations = new Map(folders.map(folder => [folder, readDeclaration(root, folder)]));
  const common = readCommonSchemas(root);
  return folders.map(folder => topicFolder(root, folder, declarations, common));
}

function topicFolder(
  root: string,
  folder: string,
  declarations: ReadonlyMap<string, Declaration>,
  common: ReadonlyMap<string, AvroSchema>,
): TopicFolder {
  const declaration = declarations.get(folder);
  if (declaration === undefined) throw new Error(`schemas/${folder}: no topic.yaml`);
  return {
    folder,
    name: declaration.name ?? folder,
    owner: declaration.owner,
    doc: declaration.doc,
    key: declaration.key,
    instance: declaration.instance,
    partitions: partitionsOf(folder, declarations),
    dataClass: declaration.dataClass,
    settings: settingsOf(declaration),
    schema: declaration.value === 'bytes' ? undefined : readValueSchema(root, folder, common),
  };
}

function readDeclaration(root: string, folder: string): Declaration {
  const path = join(root, folder, 'topic.yaml');
  if (!existsSync(path)) throw new Error(`schemas/${folder}: topic.yaml is missing`);
  const raw = parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  for (const member of REQUIRED)
    if (raw[member] === undefined) throw new Error(`${path}: "${member}" is missing`);
  for (const member of Object.keys(raw))
    if (!KNOWN.has(member)) throw new Error(`${path}: "${member}" is not a setting of a topic`);
  if (!/\.v[1-9][0-9]*$/.test(folder)) throw new Error(`${path}: a topic folder ends in .v<major>`);
  return raw as Declaration;
}

/** A count, or "as <topic>": the same count as another topic, which co-partitioned state needs. */
function partitionsOf(folder: string, declarations: ReadonlyMap<string, Declaration>): number {
  const partitions = declarations.get(folder)?.partitions;
  if (typeof partitions === 'number') return partitions;
  const other = partitions?.match(/^as (?<topic>\S+)$/)?.groups?.['topic'];
  if (other === undefined || !declarations.has(other))
    throw new Error(`schemas/${folder}: partitions is a number or "as <topic>", not "${partitions}"`);
  return partitionsOf(other, declarations);
}

function settingsOf(declaration: Declaration): Record<string, string> {
  const settings: Record<string, string> = { 'cleanup.policy': declaration.cleanup };
  if (declaration.retention !== undefined)
    settings['retention.ms'] = String(durationMs(declaration.retention));
  if (declaration.retentionBytes !== undefined)
    settings['retention.bytes'] = String(sizeBytes(declaration.retentionBytes));
  return settings;
}

function readCommonSchemas(root: string): Map<string, AvroSchema> {
  const schemas = new Map<string, AvroSchema>();
  for (const file of readdirSync(join(root, 'common'))) {
    const schema = JSON.parse(readFileSync(join(root, 'common', file), 'utf8')) as {
      name: string;
      namespace: string;
    };
    schemas.set(`${schema.namespace}.${schema.name}`, schema);
  }
  return schemas;
}

function readValueSchema(root: string, folder: string, common: ReadonlyMap<string, AvroSchema>): AvroSchema {
  const path = join(root, folder, 'value.avsc');
  const schema = JSON.parse(readFileSync(path, 'utf8')) as AvroSchema;
  return inlineCommon(schema, common, new Set());
}

/** Replaces the first mention of a common type by its definition, so that the schema stands alone in a registry. */
function inlineCommon(
  schema: AvroSchema,
  common: ReadonlyMap<string, AvroSchema>,
  seen: Set<string>,
): AvroSchema {
  if (typeof schema === 'string') {
    const definition = common.get(schema);
    if (definition === undefined || seen.has(schema)) return schema;
    seen.add(schema);
    return inlineCommon(definition, common, seen);
  }
  if (Array.isArray(schema)) return schema.map(branch => inlineCommon(branch, common, seen));
  const copy: { [member: string]: unknown } = { ...schema };
  if (Array.isArray(copy['fields']))
    copy['fields'] = copy['fields'].map((field: { type: AvroSchema }) => ({
      ...field,
      type: inlineCommon(field.type, common, seen),
    }));
  for (const member of ['type', 'items', 'values']) {
    const inner = copy[member];
    if (isSchema(inner)) copy[member] = inlineCommon(inner, common, seen);
  }
  return copy;
}

function isSchema(value: unknown): value is AvroSchema {
  return typeof value === 'string' || (typeof value === 'object' && value !== null);
}
