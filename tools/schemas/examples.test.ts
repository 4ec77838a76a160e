import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import avsc from 'avsc';

import { readTopicFolders } from '../generate/topic-folders.ts';

const root = join(import.meta.dirname, '../../schemas');
const topics = readTopicFolders(root).filter(topic => topic.schema !== undefined);

describe.each(topics)('$folder', ({ folder, schema }) => {
  const type = avsc.Type.forSchema(structuredClone(schema) as avsc.Schema);

  it('has an example that is valid and one that is not', () => {
    expect(examples(folder, 'valid')).not.toEqual([]);
    expect(examples(folder, 'invalid')).not.toEqual([]);
  });

  it.each(examples(folder, 'valid'))('writes and reads back $name', ({ content }) => {
    const value: unknown = type.fromString(JSON.stringify(content));
    const again: unknown = type.fromBuffer(type.toBuffer(value));
    expect(JSON.parse(type.toString(again))).toEqual(content);
  });

  it.each(examples(folder, 'invalid'))('refuses $name for its stated reason', ({ content }) => {
    const { fault, value } = content as { fault: string; value: unknown };
    const paths: string[] = [];
    type.isValid(value, { errorHook: (path: string[]) => paths.push(path.join('.')) });
    expect(paths).toContain(fault);
  });
});

function examples(folder: string, kind: 'valid' | 'invalid'): { name: string; content: unknown }[] {
  const path = join(root, folder, 'examples', kind);
  if (!existsSync(path)) return [];
  return readdirSync(path).map(file => ({
    name: file.replace(/\.json$/, ''),
    content: JSON.parse(readFileSync(join(path, file), 'utf8')) as unknown,
  }));
}
