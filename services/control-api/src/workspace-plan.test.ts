import { describe, expect, it } from '@jest/globals';
import { createResourceTable } from '@millrace/resources';

import { configRecords } from './changes.ts';
import { createTools } from './tools.ts';
import { planWorkspace, type WorkspacePlan } from './workspace-plan.ts';
import { workspaceView } from './workspace-view.ts';

const shop = { kind: 'space', slug: 'shop' };
const web = {
  kind: 'source',
  slug: 'shop-web',
  type: 'javascript',
  space: 'shop',
  writeKeys: ['shop-web-key'],
};
const inbox = {
  kind: 'destination',
  slug: 'inbox',
  type: 'webhook',
  sources: ['shop-web'],
  settings: { url: 'http://127.0.0.1:1', sharedSecret: 'hush' },
};

const workspace = (slug = 'acme', table = createResourceTable()) => {
  const view = workspaceView(table, slug);
  const tools = createTools({ workspace: slug, secretsKey: Buffer.alloc(32, 7), now: () => 1 });
  const plan = (documents: readonly unknown[]) => planWorkspace(documents, view, tools);
  const apply = (documents: readonly unknown[]) => {
    const planned = plan(documents);
    if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
    const records = configRecords(planned.changes, view, { by: 'ann', at: 1 });
    records.forEach(({ key, value }) => table.apply(key, value));
    return { ...planned, records };
  };
  return { view, table, plan, apply };
};

const problems = (plan: WorkspacePlan) =>
  plan.ok
    ? []
    : plan.problems.map(({ document, path, message }) => `${document} ${path.join('.')} ${message}`);

describe('planWorkspace', () => {
  it('creates what is missing, in the order of reference, whatever the order of documents', () => {
    const { view, apply } = workspace();
    const { resources } = apply([inbox, web, shop]);
    expect(resources.map(({ kind, slug, action }) => `${action} ${kind} ${slug}`)).toEqual([
      'create space shop',
      'create source shop-web',
      'create destination inbox',
    ]);
    const source = view.bySlug('source', 'shop-web');
    expect(source?.spaceId).toBe(view.bySlug('space', 'shop')?.id);
    expect(view.bySlug('destination', 'inbox')?.sourceIds).toEqual([source?.id]);
  });

  it('changes nothing the second time, sealed secrets and made-up write keys included', () => {
    const { apply } = workspace();
    const keyless = { ...web, writeKeys: undefined };
    apply([shop, keyless, inbox]);
    const second = apply([shop, keyless, inbox]);
    expect(second.resources.map(({ action }) => action)).toEqual(['none', 'none', 'none']);
    expect(second.records).toEqual([]);
  });

  it('names the fields that change, and leaves alone what no document names', () => {
    const { view, apply } = workspace();
    apply([shop, web, inbox]);
    const { resources, records } = apply([{ ...web, name: 'Web', enabled: false }]);
    expect(resources).toMatchObject([{ action: 'change', fields: ['name', 'enabled'] }]);
    expect(records).toHaveLength(1);
    expect(view.bySlug('source', 'shop-web')).toMatchObject({ version: 2, name: 'Web', enabled: false });
    expect(view.bySlug('destination', 'inbox')?.version).toBe(1);
  });

  it('sees that a secret changed', () => {
    const { apply } = workspace();
    apply([shop, web, inbox]);
    const { resources } = apply([{ ...inbox, settings: { ...inbox.settings, sharedSecret: 'other' } }]);
    expect(resources).toMatchObject([{ action: 'change', fields: ['secrets'] }]);
  });

  it('reports problems of every kind at once', () => {
    const { plan } = workspace();
    const planned = plan([
      { kind: 'workspace', slug: 'other' },
      { ...web, space: 'shpo' },
      { ...web, slug: 'twin' },
      { ...inbox, settings: { uri: 'x' } },
      { ...inbox, slug: 'outbox', type: 'webhok' },
      shop,
    ]);
    expect(problems(planned)).toEqual([
      '0 slug names another workspace than this control API serves, which is acme',
      '1 space names the space shpo, which does not exist; did you mean shop?',
      '2 writeKeys.0 is the write key of another source; choose another',
      '3 settings.url is missing',
      '3 settings.uri is not a known field; did you mean url?',
      '4 type names no destination of the catalogue (webhook); did you mean webhook?',
    ]);
  });

  it('refuses a write key that another workspace uses', () => {
    const { table, apply } = workspace();
    apply([shop, web]);
    const other = workspace('other', table);
    expect(problems(other.plan([shop, web]))).toEqual([
      '1 writeKeys.0 is the write key of another source; choose another',
    ]);
  });
});
