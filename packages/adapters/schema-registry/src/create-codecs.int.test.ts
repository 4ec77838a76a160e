import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it, jest } from '@jest/globals';
import type { Topic } from '@millrace/contracts';
import { ConfigError } from '@millrace/errors';
import { silentLog } from '@millrace/telemetry';
import avsc from 'avsc';

import { createCodecs } from './create-codecs.ts';

jest.setTimeout(60_000);

const { schemaRegistry: url } = JSON.parse(
  readFileSync(process.env['MILLRACE_ENDPOINTS'] ?? '.local/endpoints.json', 'utf8'),
) as { readonly schemaRegistry: string };

type Field = { readonly name: string; readonly type: string; readonly default?: unknown };

function aTopic<T>(subject: string, fields: readonly Field[]): Topic<T> {
  const schema = { type: 'record', name: 'Thing', namespace: 'millrace.test', fields };
  return {
    name: subject,
    subject,
    owner: 'test',
    partitions: 1,
    settings: {},
    schema: JSON.stringify(schema),
    type: avsc.Type.forSchema(structuredClone(schema) as avsc.Schema),
  };
}

const name: Field = { name: 'name', type: 'string' };
const age: Field = { name: 'age', type: 'int', default: 7 };
const required: Field = { name: 'required', type: 'int' };

describe('createCodecs', () => {
  it('registers a schema once, whoever comes first, and demands compatibility both ways', async () => {
    const topic = aTopic<{ name: string }>(`test.${randomUUID()}-value`, [name]);
    const codecs = await Promise.all(
      Array.from({ length: 4 }, () => createCodecs({ url, log: silentLog }).codecFor(topic)),
    );
    const encoded = codecs.map(codec => codec.encode({ name: 'a' }).toString('hex'));
    expect(new Set(encoded).size).toBe(1);
    const config = await fetch(`${url}/config/${topic.subject}`);
    expect(await config.json()).toEqual({ compatibilityLevel: 'FULL_TRANSITIVE' });
  });

  it('lets two versions read each other', async () => {
    const subject = `test.${randomUUID()}-value`;
    const codecs = createCodecs({ url, log: silentLog });
    const old = await codecs.codecFor(aTopic<{ name: string }>(subject, [name]));
    const young = await codecs.codecFor(aTopic<{ name: string; age: number }>(subject, [name, age]));
    const byOld = old.encode({ name: 'a' });
    const byYoung = young.encode({ name: 'b', age: 3 });
    await Promise.all([young.prepare([byOld]), old.prepare([byYoung])]);
    expect(young.decode(byOld)).toEqual({ name: 'a', age: 7 });
    expect(old.decode(byYoung)).toEqual({ name: 'b' });
  });

  it('refuses a schema that earlier records could not be read with', async () => {
    const subject = `test.${randomUUID()}-value`;
    const codecs = createCodecs({ url, log: silentLog });
    await codecs.codecFor(aTopic(subject, [name]));
    await expect(codecs.codecFor(aTopic(subject, [name, required]))).rejects.toBeInstanceOf(ConfigError);
  });

  it('waits for a registry that is not there, until closed', async () => {
    const waits: string[] = [];
    const log = { ...silentLog, warn: (sentence: string) => void waits.push(sentence) };
    const codecs = createCodecs({ url: 'http://127.0.0.1:1', log });
    const codec = codecs.codecFor(aTopic('test-value', [name]));
    while (waits.length === 0) await new Promise(resolve => setTimeout(resolve, 10));
    codecs.close();
    await expect(codec).rejects.toMatchObject({ name: 'AbortError' });
  });
});
