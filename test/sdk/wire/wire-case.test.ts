import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { textOf } from '../exact-json.ts';
import { parseWireRequest, readWireCase, wireCaseNames } from './wire-case.ts';

const target = { url: 'http://127.0.0.1:7700', writeKey: 'key', run: 'run-1' };

describe('a request written as it goes over the wire', () => {
  it('is parsed and filled in', () => {
    const text =
      'POST /v1/b?a=b\nHost: {{host}}\nAuthorization: Basic {{base64 {{writeKey}}:}}\n\n{"a":"{{run}}",\n"b":2}\n';
    expect(parseWireRequest(text, target)).toEqual({
      method: 'POST',
      path: '/v1/b?a=b',
      headers: { host: '127.0.0.1:7700', authorization: `Basic ${btoa('key:')}` },
      body: Buffer.from('{"a":"run-1",\n"b":2}'),
    });
  });

  it('is compressed where its headers say so', () => {
    const { body } = parseWireRequest('POST /\nContent-Encoding: gzip\n\nä\n', target);
    expect(gunzipSync(body).toString()).toBe('ä');
  });

  it('may have JSON in its path', () => {
    const { path } = parseWireRequest('GET /p?data={{base64 {"a":{"b":"ü"}} }}\nHost: x\n\n', target);
    expect(Buffer.from(path.slice('/p?data='.length), 'base64').toString()).toBe('{"a":{"b":"ü"}}');
  });
});

it('every case has a request, and says of each event which one it is', async () => {
  const names = wireCaseNames();
  expect(names).toContain('python');
  for (const name of names) {
    const { archived } = await readWireCase(name, 'run-1');
    const request = await readFile(join(import.meta.dirname, 'cases', `${name}.http`), 'utf8');
    for (const { message_id: id } of archived) {
      expect(request.replaceAll('{{run}}', 'run-1')).toContain(textOf(id));
    }
  }
});
