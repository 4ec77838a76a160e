import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createProgram } from '@millrace/cli';

import { startMemoryApi, type MemoryApi } from './fakes/memory-api.ts';

let api: MemoryApi;
let folder: string;
beforeEach(async () => {
  api = await startMemoryApi();
  folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
});
afterEach(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

const millrace = async (args: readonly string[], variables: Readonly<Record<string, string>> = {}) => {
  const out: string[] = [];
  const err: string[] = [];
  let code: number | undefined;
  const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const environment = { MILLRACE_API: api.url, MILLRACE_TOKEN: api.token, ...variables };
  await createProgram({ environment, folder, terminal }, exitCode => {
    code = exitCode;
  }).parseAsync(args, { from: 'user' });
  return { code, out: out.join('\n'), err: err.join('\n').replaceAll(`${folder}/`, '') };
};

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

const shop = {
  'space.yaml': 'kind: space\nslug: shop\n',
  'sources/web.yml': 'kind: source\nslug: web\ntype: javascript\nspace: shop\n',
  'destinations.yaml':
    'kind: destination\nslug: inbox\ntype: webhook\nsources: [web]\nsettings:\n  url: { env: INBOX_URL }\n',
  '.hidden/x.yaml': 'kind: nonsense\n',
};
const inbox = { INBOX_URL: 'http://127.0.0.1:9/' };

describe('millrace apply', () => {
  it('creates what is missing, and changes nothing the second time', async () => {
    write(shop);
    expect(await millrace(['apply', folder], inbox)).toEqual({
      code: 0,
      err: '',
      out: [
        'created  space        shop',
        'created  source       web',
        'created  destination  inbox',
        '3 created, 0 changed, 0 unchanged.',
      ].join('\n'),
    });
    const { length } = api.topic.records;
    const again = await millrace(['apply', folder], inbox);
    expect(again.out).toContain('0 created, 0 changed, 3 unchanged.');
    write({ 'space.yaml': 'kind: space\nslug: shop\nname: Shop\n' });
    expect((await millrace(['apply', folder], inbox)).out).toContain('changed    space        shop   name');
    expect(api.topic.records).toHaveLength(length + 1);
  });

  it('changes nothing in a dry run', async () => {
    write(shop);
    const { code, out } = await millrace(['apply', folder, '--dry-run'], inbox);
    expect({ code, last: out.split('\n').at(-1) }).toEqual({
      code: 0,
      last: '3 to create, 0 to change, 0 unchanged.',
    });
    expect(api.view.list('source')).toEqual([]);
  });

  it('reports all problems of all files at once, and applies nothing', async () => {
    write({
      ...shop,
      'more.yaml': [
        'kind: source\nslug: app\ntype: ios\nspace: shpo\nwritekeys: [app-write-key]\n',
        'kind: destination\nslug: outbox\ntype: webhook\nsources:\n  - web\n  - wep\nsettings:\n  url: nowhere\n',
      ].join('---\n'),
      'broken.yaml': 'kind: space\nslug: other\nname: "open\n',
      'uses-broken.yaml': 'kind: source\nslug: third\ntype: ios\nspace: other\n',
    });
    const { code, out, err } = await millrace(['apply', folder]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/^broken\.yaml:4:1 {2}is not valid YAML: /),
      'destinations.yaml:6:3  destination inbox: settings.url needs the environment variable INBOX_URL, which is not set; set it, or write the value',
      'more.yaml:4:1  source app: space names the space shpo, which does not exist; did you mean shop?',
      'more.yaml:5:1  source app: writekeys is not a known field; did you mean writeKeys?',
      'more.yaml:12:5  destination outbox: sources[1] names the source wep, which does not exist; did you mean web?',
      'more.yaml:14:3  destination outbox: settings.url must be an absolute URL that starts with http:// or https://',
      '6 problems; nothing was changed.',
    ]);
    expect(api.view.list('space')).toEqual([]);
  });

  it('applies nothing where only a value of the environment is missing', async () => {
    write({ ...shop, 'sources/web.yml': `${shop['sources/web.yml']}settings:\n  key: { env: MISSING }\n` });
    const { code, err } = await millrace(['apply', folder], inbox);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining('the environment variable MISSING'),
    });
    expect(api.view.list('space')).toEqual([]);
  });

  it('says everything as JSON for scripts', async () => {
    write(shop);
    const refused = await millrace(['--json', 'apply', folder]);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({
      applied: false,
      resources: [],
      problems: [{ line: 6, column: 3, resource: 'destination inbox', field: 'settings.url' }],
    });
    const done = await millrace(['--json', 'apply', folder], inbox);
    expect(JSON.parse(done.out)).toMatchObject({
      applied: true,
      problems: [],
      resources: [{ action: 'create' }, {}, {}],
    });
  });

  it('checks what it can where no control API answers', async () => {
    write({ 'a.yaml': 'kind: space\nslug: shop\nnmae: Shop\n' });
    const { code, err } = await millrace(['apply', folder], { MILLRACE_API: 'http://127.0.0.1:9' });
    expect(code).toBe(3);
    expect(err).toContain('a.yaml:3:1  space shop: nmae is not a known field; did you mean name?');
    expect(err).toContain('The control API cannot be asked: ');
  });

  it('tells a wrong token, folder and call apart', async () => {
    write(shop);
    expect(await millrace(['apply', folder], { ...inbox, MILLRACE_TOKEN: 'wrong' })).toMatchObject({
      code: 4,
      err: expect.stringContaining('needs a valid token'),
    });
    expect(await millrace(['apply', join(folder, 'nowhere')])).toMatchObject({
      code: 2,
      err: 'There is no folder nowhere.',
    });
    expect(await millrace(['apply', join(folder, '.hidden', '..', 'empty')])).toMatchObject({ code: 2 });
    expect(await millrace(['apply', folder], { MILLRACE_TOKEN: '' })).toMatchObject({ code: 2 });
    await expect(millrace(['aply'])).rejects.toThrow("unknown command 'aply'");
  });
});

describe('millrace list', () => {
  it('lists sources and destinations', async () => {
    write(shop);
    await millrace(['apply', folder], inbox);
    const { code, out } = await millrace(['sources', 'list']);
    expect({ code, lines: out.split('\n').map(line => line.split(/ +/).slice(0, 3)) }).toEqual({
      code: 0,
      lines: [
        ['SLUG', 'TYPE', 'STATE'],
        ['web', 'javascript', 'enabled'],
      ],
    });
    const destinations = await millrace(['--json', 'destinations', 'list']);
    expect(JSON.parse(destinations.out)).toMatchObject([{ slug: 'inbox', metadata: { slug: 'webhook' } }]);
  });
});
