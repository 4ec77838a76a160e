import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startMemoryApi, type MemoryApi } from './fakes/memory-api.ts';

let api: MemoryApi;
beforeAll(async () => {
  api = await startMemoryApi();
});
afterAll(() => api.close());

type Shown = { id: string; slug: string; settings: unknown; functionSettings: unknown; functionId: unknown };
const dataOf = (body: unknown) => (body as { data: Record<string, Shown> }).data;
const errorsOf = (body: unknown) => (body as { errors: { field?: string; message: string }[] }).errors;

const code = 'async function onRequest(request, settings) {}';
const settings = [
  { name: 'region', required: true },
  { name: 'apiKey', sensitive: true },
  { name: 'tags', type: 'ARRAY' },
];

const createFunction = async (overrides: object = {}): Promise<Shown> => {
  const body = { displayName: 'Stripe', resourceType: 'SOURCE', code, settings, ...overrides };
  const made = dataOf((await api.ask('POST', '/functions', body)).body)['function'];
  if (made === undefined) throw new Error('the function was refused');
  return made;
};

const createSource = (slug: string, fields: object) =>
  api.ask('POST', '/sources', { slug, metadataId: 'function', ...fields });

describe('functions', () => {
  it('are created, listed, changed, confirmed as deployed and deleted', async () => {
    const created = await createFunction({ displayName: 'Life of a Function' });
    expect(created).toMatchObject({
      slug: 'life-of-a-function',
      resourceType: 'SOURCE',
      code,
      isLatestVersion: true,
    });
    const listed = await api.ask('GET', '/functions?resourceType=SOURCE');
    expect(listed.body).toMatchObject({ data: { functions: [{ id: created.id }] } });
    const others = await api.ask('GET', '/functions?resourceType=DESTINATION');
    expect(others.body).toMatchObject({ data: { functions: [] } });
    const path = `/functions/${created.id}`;
    const changed = await api.ask('PATCH', path, { description: 'New', code: `${code} // new` });
    expect(dataOf(changed.body)['function']).toMatchObject({
      description: 'New',
      displayName: 'Life of a Function',
      code: `${code} // new`,
    });
    expect(await api.ask('POST', `${path}/deploy`)).toEqual({
      status: 200,
      body: { data: { functionDeployment: { status: 'SUCCESS' } } },
    });
    expect((await api.ask('DELETE', path)).status).toBe(200);
    for (const [method, at] of [
      ['GET', path],
      ['PATCH', path],
      ['DELETE', path],
      ['POST', `${path}/deploy`],
    ] as const) {
      expect((await api.ask(method, at, method === 'PATCH' ? {} : undefined)).status).toBe(404);
    }
  });

  it.each([
    [
      'a fault of syntax',
      'function onRequest() {\n  const a = ;\n}',
      'is not valid JavaScript at line 2, column 13: Unexpected token',
    ],
    ['modules', "import fs from 'node:fs';", 'is not valid JavaScript at line 1, column 1'],
    ['no handler', 'function onTrack() {}', 'async function onRequest(request, settings)'],
    ['nothing', '', 'must not be empty'],
  ])('are refused with %s in their code', async (_what, wrong, message) => {
    const body = { displayName: 'Wrong', resourceType: 'SOURCE', code: wrong };
    const refused = await api.ask('POST', '/functions', body);
    expect(refused.status).toBe(422);
    expect(errorsOf(refused.body)).toMatchObject([
      { field: 'code', message: expect.stringContaining(message) },
    ]);
  });

  it('may declare their handler in any of the usual ways', async () => {
    for (const good of [
      'function onRequest() {}',
      'const onRequest = async request => {};',
      '"use strict"; let helper = 1, onRequest = function () {};',
    ]) {
      const { id } = await createFunction({ code: good });
      await api.ask('DELETE', `/functions/${id}`);
    }
  });

  it('keep what of their settings is sensitive, and what is not', async () => {
    const { id } = await createFunction({ displayName: 'Sensitive' });
    const wrong = [settings[0], { name: 'apiKey' }];
    const refused = await api.ask('PATCH', `/functions/${id}`, { settings: wrong });
    expect(errorsOf(refused.body)).toMatchObject([{ field: 'settings[1].sensitive' }]);
    const twice = await api.ask('PATCH', `/functions/${id}`, { settings: [settings[0], settings[0]] });
    expect(errorsOf(twice.body)[0]?.message).toContain('a name of their own');
  });

  it('are 25 in a workspace at most, however they come', async () => {
    const full = await startMemoryApi();
    try {
      const make = (count: number) =>
        Array.from({ length: count }, (_, index) => ({ kind: 'function', slug: `fun-${index}`, code }));
      const tooMany = await full.ask('POST', '/apply', { resources: make(26) });
      expect(errorsOf(tooMany.body)).toMatchObject([{ message: expect.stringContaining('at most 25') }]);
      expect((await full.ask('POST', '/apply', { resources: make(25) })).status).toBe(200);
      expect((await full.ask('POST', '/apply', { resources: make(25) })).status).toBe(200);
      const one = { displayName: 'One more', resourceType: 'SOURCE', code };
      expect(errorsOf((await full.ask('POST', '/functions', one)).body)).toMatchObject([
        { message: expect.stringContaining('delete one first') },
      ]);
    } finally {
      await full.close();
    }
  });
});

describe('a source of a function', () => {
  it('tells its function settings, whose sensitive ones are sealed and never shown', async () => {
    const { id: functionId } = await createFunction();
    const made = await createSource('stripe', {
      functionId,
      functionSettings: { region: 'eu', apiKey: 'hush-hush' },
    });
    const source = dataOf(made.body)['source'];
    expect(source).toMatchObject({ functionId, functionSettings: { region: 'eu', apiKey: '********' } });
    const path = `/sources/${source?.id}`;
    const patch = { functionSettings: { ...(source?.functionSettings as object), tags: ['a'] } };
    const patched = await api.ask('PATCH', path, patch);
    expect(dataOf(patched.body)['source']?.functionSettings).toEqual({
      region: 'eu',
      apiKey: '********',
      tags: ['a'],
    });
    const stored = api.view.byId('source', source?.id ?? '');
    expect(stored?.functionSecrets['apiKey']).toMatch(/^v1\./);
    expect(JSON.stringify(api.topic.records)).not.toContain('hush-hush');
    await api.ask('PATCH', path, { functionSettings: { apiKey: null } });
    expect(api.view.byId('source', source?.id ?? '')?.functionSecrets).toEqual({});
    const inUse = await api.ask('DELETE', `/functions/${functionId}`);
    expect(errorsOf(inUse.body)[0]?.message).toContain('runs for stripe');
  });

  it('does not hand its secrets to another function', async () => {
    const [first, second] = [await createFunction(), await createFunction()];
    const functionSettings = { region: 'eu', apiKey: 'hush-hush' };
    const made = await createSource('switching', { functionId: first.id, functionSettings });
    const path = `/sources/${dataOf(made.body)['source']?.id}`;
    const masked = { functionId: second.id, functionSettings: { region: 'us', apiKey: '********' } };
    expect(errorsOf((await api.ask('PATCH', path, masked)).body)).toMatchObject([
      { field: 'functionSettings.apiKey', message: expect.stringContaining('mask') },
    ]);
    const without = { functionId: second.id, functionSettings: { region: 'us' } };
    expect(dataOf((await api.ask('PATCH', path, without)).body)['source']?.functionSettings).toEqual({
      region: 'us',
    });
  });

  it.each<[string, string, object, string]>([
    ['without a function', 'function', {}, 'functionId'],
    ['with one that is not there', 'function', { functionId: 'fun_0' }, 'functionId'],
    ['of another type with one', 'http-api', { functionId: 'fun_0' }, 'functionId'],
    ['of another type with settings', 'http-api', { functionSettings: { a: 1 } }, 'functionSettings'],
  ])('is refused %s', async (_what, metadataId, fields, field) => {
    const refused = await api.ask('POST', '/sources', { slug: 'refused', metadataId, ...fields });
    expect(errorsOf(refused.body)).toMatchObject([{ field }]);
  });

  it('gives every setting that is required, and none that is not declared', async () => {
    const { id: functionId } = await createFunction();
    const refused = await createSource('wrong', {
      functionId,
      functionSettings: { regoin: 'eu', tags: 'a' },
    });
    expect(errorsOf(refused.body).map(({ field, message }) => `${field}: ${message}`)).toEqual([
      'functionSettings.region: functionSettings.region is missing',
      'functionSettings.tags: functionSettings.tags must be a list, not a text',
      'functionSettings.regoin: functionSettings.regoin is not a known field; did you mean region?',
    ]);
  });

  it('is told that its function declares none', async () => {
    const { id: functionId } = await createFunction({ displayName: 'Plain', settings: [] });
    const refused = await createSource('wrong', { functionId, functionSettings: { apiKey: 'a' } });
    expect(errorsOf(refused.body)).toMatchObject([
      { field: 'functionSettings', message: expect.stringContaining('the function declares no settings') },
    ]);
  });

  it('can be switched off though its function has come to want more', async () => {
    const { id: functionId } = await createFunction();
    const made = await createSource('left-behind', { functionId, functionSettings: { region: 'eu' } });
    await api.ask('PATCH', `/functions/${functionId}`, {
      settings: [...settings, { name: 'more', required: true }],
    });
    const path = `/sources/${dataOf(made.body)['source']?.id}`;
    expect((await api.ask('PATCH', path, { enabled: false })).status).toBe(200);
    expect((await api.ask('PATCH', path, { functionSettings: { tags: [] } })).status).toBe(422);
  });

  it('comes from files too, its secrets compared and not just written again', async () => {
    const resources = [
      {
        kind: 'source',
        slug: 'filed',
        type: 'function',
        space: 'filed',
        function: 'filed',
        functionSettings: { region: 'eu', apiKey: 'hush' },
      },
      { kind: 'function', slug: 'filed', code, settings },
      { kind: 'space', slug: 'filed' },
    ];
    expect((await api.ask('POST', '/apply', { resources })).status).toBe(200);
    const again = await api.ask('POST', '/apply', { resources, dryRun: true });
    const { resources: planned } = (again.body as { data: { resources: { action: string }[] } }).data;
    expect(planned.map(({ action }) => action)).toEqual(['none', 'none', 'none']);
    const wrong = [
      { ...resources[0], functionSettings: {} },
      { ...resources[1], code: 'broken(' },
    ];
    expect(errorsOf((await api.ask('POST', '/apply', { resources: wrong })).body)).toMatchObject([
      { field: 'resources[1].code' },
    ]);
  });
});
