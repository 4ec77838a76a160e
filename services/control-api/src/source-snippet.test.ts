import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProgram } from '@millrace/cli';

import { startMemoryApi, type MemoryApi } from './fakes/memory-api.ts';

let api: MemoryApi;
let source: { readonly id: string; readonly writeKeys: readonly string[] };
beforeAll(async () => {
  api = await startMemoryApi();
  const { body } = await api.ask('POST', '/sources', { slug: 'web', metadataId: 'javascript' });
  source = (body as { data: { source: typeof source } }).data.source;
});
afterAll(() => api.close());

const ask = async (query: string) => {
  const { status, body } = await api.ask('GET', `/sources/${source.id}/snippet?${query}`);
  const { data, errors } = body as {
    data?: { snippet: Record<string, string> };
    errors?: readonly { field?: string; message: string }[];
  };
  return { status, snippet: data?.snippet, errors };
};

describe('the snippet of a source', () => {
  it('holds its write key and the address that is asked for', async () => {
    const { snippet } = await ask('address=https://t.example/collect');
    expect(snippet).toMatchObject({ style: 'html', language: 'html' });
    expect(snippet).not.toHaveProperty('packageName');
    expect(snippet?.['code']).toContain(`analytics._writeKey="${source.writeKeys[0]}";`);
    expect(snippet?.['code']).toContain('analytics._cdn="https://t.example/collect";');
  });

  it('comes in other styles', async () => {
    const { snippet } = await ask('style=npm&address=https://t.example');
    expect(snippet).toMatchObject({ style: 'npm', packageName: '@segment/analytics-next' });
  });

  it("goes by the source's public address without another", async () => {
    await api.ask('PATCH', `/sources/${source.id}`, {
      settings: { browser: { publicUrl: 'https://shop.example/m' } },
    });
    expect((await ask('')).snippet?.['code']).toContain('analytics._cdn="https://shop.example/m";');
    await api.ask('PATCH', `/sources/${source.id}`, { settings: { browser: null } });
  });

  it('holds the new write key while the old one still works', async () => {
    const { body } = await api.ask('POST', `/sources/${source.id}/writekeys/rotate`, {});
    const { writeKey } = (body as { data: { writeKey: string } }).data;
    expect((await ask('address=https://t.example')).snippet?.['code']).toContain(`="${writeKey}";`);
    const old = await ask(`address=https://t.example&writeKey=${source.writeKeys[0]}`);
    expect(old.snippet?.['code']).toContain(`="${source.writeKeys[0]}";`);
  });

  it.each([
    ['', 'address', 'set browser.publicUrl'],
    ['address=javascript:alert(1)', 'address', 'must be an http or https URL'],
    ['address=https://t.example&writeKey=other', 'writeKey', 'is no write key of the source'],
    ['address=https://t.example&style=flash', 'style', ''],
  ])('is refused for %p', async (query, field, message) => {
    const { status, errors } = await ask(query);
    expect(status).toBe(422);
    expect(errors).toMatchObject([{ field, message: expect.stringContaining(message) }]);
  });

  it('is unknown for an unknown source', async () => {
    expect((await api.ask('GET', '/sources/src_none/snippet')).status).toBe(404);
  });
});

describe('millrace snippet', () => {
  const millrace = async (...args: readonly string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
    const environment = { MILLRACE_API: api.url, MILLRACE_TOKEN: api.token };
    let code: number | undefined;
    await createProgram({ environment, folder: '/', terminal }, exitCode => {
      code = exitCode;
    }).parseAsync(args, { from: 'user' });
    return { code, out: out.join('\n'), err: err.join('\n') };
  };

  it('prints the code alone, for a file or a pipe', async () => {
    const printed = await millrace('snippet', 'web', '--address', 'https://t.example');
    expect(printed).toMatchObject({ code: 0, err: '' });
    expect(printed.out).toBe((await ask('address=https://t.example')).snippet?.['code']);
  });

  it('says beside it what to install', async () => {
    const printed = await millrace('snippet', 'web', '--style', 'npm', '--address', 'https://t.example');
    expect(printed.err).toBe('Install it first: npm install @segment/analytics-next');
    expect(printed.out).toMatch(/^import \{ AnalyticsBrowser \}/);
  });

  it('says what is missing', async () => {
    const { code, err } = await millrace('snippet', 'web');
    expect(code).not.toBe(0);
    expect(err).toContain('set browser.publicUrl of the source');
  });
});
