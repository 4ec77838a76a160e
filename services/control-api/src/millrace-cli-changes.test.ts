import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createProgram } from '@millrace/cli';
import { createAccessTokens, deriveTokenKey } from '@millrace/oauth';

import { startMemoryApi, type MemoryApi } from './fakes/memory-api.ts';

const pem = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();

let api: MemoryApi;
let folder: string;
const seen = { firstSeenAt: 0, lastSeenAt: 1_000 };
const order = { type: 'track', event: 'Order Completed' };
beforeEach(async () => {
  api = await startMemoryApi(undefined, {
    schemas: {
      events: () =>
        Promise.resolve([
          { ...order, ...seen, reason: '', count: 2 },
          { ...order, ...seen, reason: 'bot', count: 1 },
        ]),
      properties: (_source, { event }) =>
        Promise.resolve(
          event === '' ? [] : [{ ...seen, path: 'products.$.id', jsonType: 'string', count: 2 }],
        ),
    },
  });
  folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
});
afterEach(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

const millrace = async (...args: readonly string[]) => {
  const out: string[] = [];
  const err: string[] = [];
  let code: number | undefined;
  const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const environment = {
    MILLRACE_API: api.url,
    MILLRACE_TOKEN: api.token,
    STRIPE_KEY: 'hush-hush',
    PAYMENTS_SIGNING_SECRET: 'hush-hush',
  };
  await createProgram({ environment, folder, terminal }, exitCode => {
    code = exitCode;
  }).parseAsync(args, { from: 'user' });
  return { code, out: out.join('\n'), err: err.join('\n') };
};

const source = (slug: string) => api.view.bySlug('source', slug);

describe('millrace sources', () => {
  it('shows what a source has sent, and the properties of one kind of event', async () => {
    await millrace('sources', 'create', 'web', '--type', 'javascript');
    const words = (text: string | undefined) => text?.split(/ {2,}/);
    const events = (await millrace('sources', 'schema', 'web')).out.split('\n');
    expect(words(events[1])).toEqual([
      'track',
      'Order Completed',
      '2',
      '1',
      '1970-01-01T00:00:00.000Z',
      '1970-01-01T00:00:01.000Z',
    ]);
    const properties = await millrace('sources', 'schema', 'web', '--event', 'Order Completed');
    expect(words(properties.out.split('\n')[1])?.slice(0, 2)).toEqual(['products.$.id', 'string (2)']);
    expect((await millrace('sources', 'schema', 'nobody')).err).toMatch('There is no source nobody');
  });

  it('says that a source has sent nothing of a kind, and which kinds there are', async () => {
    await millrace('sources', 'create', 'web', '--type', 'javascript');
    expect((await millrace('sources', 'schema', 'web', '--type', 'page')).err).toMatch(
      'web has sent no page call with properties',
    );
    await expect(millrace('sources', 'schema', 'web', '--type', 'pages')).rejects.toThrow('identify, page,');
  });

  it('gives a terminal nothing to obey, whatever the events are called', async () => {
    order.event = 'a\u001b[2Jb\u009bc\nd';
    await millrace('sources', 'create', 'web', '--type', 'javascript');
    const { out } = await millrace('sources', 'schema', 'web');
    order.event = 'Order Completed';
    expect(out).toContain('a·[2Jb·c·d');
    expect(out.split('\n')).toHaveLength(2);
  });

  it('creates, changes, switches off and on', async () => {
    const created = await millrace('sources', 'create', 'web', '--type', 'javascript', '--name', 'Web');
    expect(created).toMatchObject({ code: 0, err: '' });
    expect(created.out).toBe(
      `Created the source web (${source('web')?.id}), write key ${source('web')?.writeKeys[0]}.`,
    );
    const changed = await millrace(
      ...['sources', 'update', 'web', '--slug', 'site', '--settings', '{"requireOAuth": true}'],
    );
    expect(changed.out).toBe(`Changed the source site (${source('site')?.id}).`);
    expect(source('site')).toMatchObject({ name: 'Web', settings: { requireOAuth: true } });
    expect((await millrace('sources', 'disable', 'site')).out).toBe('The source site (Web) is disabled.');
    expect(source('site')?.enabled).toBe(false);
    await millrace('sources', 'enable', source('site')?.id ?? '');
    expect(source('site')?.enabled).toBe(true);
  });

  it('replaces a write key and shows until when the old one works', async () => {
    await millrace('sources', 'create', 'web', '--type', 'javascript', '--disabled');
    const [old] = source('web')?.writeKeys ?? [];
    const rotated = await millrace('--json', 'sources', 'rotate-key', 'web', '--grace', '2d');
    const { writeKey } = JSON.parse(rotated.out) as { writeKey: string };
    const { out } = await millrace('sources', 'keys', 'web');
    expect(out.split('\n').map(line => line.split(/ +/).slice(0, 2))).toEqual([
      ['KEY', 'STATE'],
      [old, 'expiring'],
      [writeKey, 'active'],
    ]);
    await millrace('sources', 'rotate-key', 'web', '--key', writeKey, '--grace', '0');
    expect(source('web')?.writeKeys).not.toContain(writeKey);
  });

  it('says what is wrong: an unknown source, a refusal, a time that is none', async () => {
    await millrace('sources', 'create', 'web', '--type', 'javascript');
    expect(await millrace('sources', 'keys', 'wbe')).toMatchObject({
      code: 1,
      err: 'There is no source wbe; there are web.',
    });
    expect(await millrace('sources', 'create', 'web', '--type', 'javascript')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is taken by another source'),
    });
    expect(await millrace('sources', 'create', 'shop', '--type', 'shopify')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^metadataId names no entry of the catalogue: javascript, .*webhook/),
    });
    expect(await millrace('sources', 'update', 'web')).toMatchObject({ code: 2, out: '' });
    const { out } = await millrace('--json', 'sources', 'rotate-key', 'web', '--grace', '0');
    const { writeKey } = JSON.parse(out) as { writeKey: string };
    await api.ask('POST', `/sources/${source('web')?.id}/writekey`);
    expect((await millrace('sources', 'rotate-key', 'web')).err).toBe(
      `writeKey must name the one that is replaced: ${source('web')?.writeKeys.join(', ')}`,
    );
    expect(source('web')?.writeKeys).toContain(writeKey);
    await expect(millrace('sources', 'rotate-key', 'web', '--grace', 'soon')).rejects.toThrow(
      '90s, 24h or 7d',
    );
    await expect(millrace('sources', 'update', 'web', '--settings', '[]')).rejects.toThrow('object in JSON');
  });
});

describe('millrace functions', () => {
  const write = (name: string, code: string) => writeFileSync(join(folder, name), code);

  it('deploys a file, again and again, and a source runs it with secrets from the environment', async () => {
    write('stripe.js', 'async function onRequest(request, settings) {}');
    expect((await millrace('functions', 'deploy', 'stripe.js')).out).toContain('Created the function stripe');
    const settings = [{ name: 'apiKey', sensitive: true }];
    const { id = '' } = api.view.bySlug('function', 'stripe') ?? {};
    await api.ask('PATCH', `/functions/${id}`, { settings });
    write('stripe.js', 'async function onRequest() { return 2; }');
    expect((await millrace('functions', 'deploy', 'stripe.js')).out).toContain('Changed the function stripe');
    expect(api.view.byId('function', id)).toMatchObject({
      code: 'async function onRequest() { return 2; }',
      settings: [{ name: 'apiKey' }],
    });
    const options = ['--type', 'function', '--function', 'stripe', '--function-settings'];
    const { code } = await millrace(
      'sources',
      'create',
      'stripe',
      ...options,
      '{"apiKey":{"env":"STRIPE_KEY"}}',
    );
    expect(code).toBe(0);
    expect(source('stripe')?.functionSecrets['apiKey']).toMatch(/^v1\./);
    expect(
      await millrace('sources', 'create', 'other', ...options, '{"apiKey":{"env":"NONE"}}'),
    ).toMatchObject({
      code: 1,
      err: 'The environment variable NONE is not set.',
    });
    expect((await millrace('functions', 'list')).out).toContain('stripe  source');
  });

  it('says where code is wrong, and that a file is not there', async () => {
    write('broken.js', 'function onRequest() {\n');
    expect(await millrace('functions', 'deploy', 'broken.js')).toMatchObject({
      code: 1,
      err: 'code is not valid JavaScript at line 2, column 1: Unexpected token',
    });
    expect((await millrace('functions', 'deploy', 'nowhere.js')).code).toBe(2);
  });
});

describe('millrace oauth', () => {
  beforeEach(() => writeFileSync(join(folder, 'public.pem'), pem));
  const app = () => api.view.bySlug('oauth-app', 'server');

  it('creates an app, replaces its key, switches it off and deletes it', async () => {
    await millrace('sources', 'create', 'web', '--type', 'javascript');
    const key = ['--key', 'public.pem', '--kid'];
    const made = await millrace(
      'oauth',
      'create',
      'Server',
      ...key,
      'key-1',
      '--source',
      'web',
      '--lifetime',
      '3d',
    );
    expect(made.out).toContain(`client id is ${app()?.id}, its key id key-1`);
    expect(app()).toMatchObject({ sourceIds: [source('web')?.id], tokenLifetimeSeconds: 3 * 86_400 });
    await millrace('oauth', 'add-key', 'server', ...key, 'key-2');
    expect((await millrace('oauth', 'remove-key', 'server', 'key-1')).out).toContain('its keys: key-2');
    await millrace('oauth', 'disable', 'server');
    expect(app()?.enabled).toBe(false);
    expect((await millrace('oauth', 'list')).out).toContain('server  disabled');
    expect((await millrace('oauth', 'delete', 'server')).code).toBe(0);
    expect(app()).toBeUndefined();
  });

  it('takes back tokens', async () => {
    await millrace('oauth', 'create', 'Server', '--kid', 'key-1', '--key', 'public.pem');
    const token = await createAccessTokens(deriveTokenKey(Buffer.alloc(32, 7))).write({
      id: 'lost',
      appId: app()?.id ?? '',
      workspace: 'acme',
      scopes: ['tracking_api:write'],
      issuedAt: Date.now(),
      expiresAt: Date.now() + 60_000,
    });
    expect((await millrace('oauth', 'revoke', 'server', token)).code).toBe(0);
    expect(app()?.revokedTokens).toMatchObject([{ jti: 'lost' }]);
    await millrace('oauth', 'void', 'server');
    expect(app()).toMatchObject({ revokedTokens: [], tokensValidFrom: expect.any(Number) });
    expect((await millrace('oauth', 'revoke', 'server', 'abc')).code).toBe(1);
    expect((await millrace('oauth', 'create', 'Other', '--kid', 'a', '--key', 'nowhere.pem')).code).toBe(2);
  });
});

describe('the example of connections', () => {
  it('can be applied as it is, twice', async () => {
    const root = join(import.meta.dirname, '../../../examples/connections');
    expect(await millrace('apply', root)).toMatchObject({ code: 0, err: '' });
    expect((await millrace('apply', root)).out).toContain('0 created, 0 changed, 7 unchanged.');
    expect(JSON.stringify(api.topic.records)).not.toContain('hush-hush');
  });
});

describe('files of their own for code and keys', () => {
  it('are read from the folder that is applied, and from nowhere else', async () => {
    const inside = join(folder, 'workspace');
    mkdirSync(inside);
    writeFileSync(join(inside, 'hook.js'), 'async function onRequest() {}');
    writeFileSync(join(folder, 'outside.js'), 'async function onRequest() {}');
    symlinkSync(join(folder, 'outside.js'), join(inside, 'link.js'));
    const apply = (file: string) => {
      writeFileSync(join(inside, 'a.yaml'), `kind: function\nslug: hook\ncode: { file: ${file} }\n`);
      return millrace('apply', inside);
    };
    for (const file of ['../outside.js', 'link.js', 'nowhere.js', join(folder, 'outside.js')]) {
      expect(await apply(file)).toMatchObject({
        code: 1,
        err: expect.stringContaining(`needs the file ${file}`),
      });
    }
    expect((await apply('hook.js')).code).toBe(0);
    expect(api.view.bySlug('function', 'hook')?.code).toBe('async function onRequest() {}');
  });
});
