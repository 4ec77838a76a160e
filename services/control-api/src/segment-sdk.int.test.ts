/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- the SDK's own examples pass plain objects */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { testEndpoints } from '@millrace/testing';
import segment from '@segment/public-api-sdk-typescript';

import { startControlApi, type ControlApiProcess } from './fakes/control-api-process.ts';

jest.setTimeout(60_000);

const {
  CatalogApi,
  DestinationsApi,
  FunctionsApi,
  SourcesApi,
  SpacesApi,
  TestingApi,
  WorkspacesApi,
  unwrap,
} = segment;

let process: ControlApiProcess;
let apis: ReturnType<typeof clients>;
beforeAll(async () => {
  process = await startControlApi({ workspace: `sdk-${randomUUID()}`, ...testEndpoints() });
  apis = clients(process.token);
});
afterAll(() => process.stop());

/** The published clients, with nothing changed but the base URL. */
const clients = (token: string) => {
  const made = {
    catalog: new CatalogApi(process.url),
    destinations: new DestinationsApi(process.url),
    functions: new FunctionsApi(process.url),
    sources: new SourcesApi(process.url),
    spaces: new SpacesApi(process.url),
    testing: new TestingApi(process.url),
    workspaces: new WorkspacesApi(process.url),
  };
  for (const client of Object.values(made)) client.accessToken = token;
  return made;
};

const createSource = async (slug: string) =>
  (await unwrap(apis.sources.createSource({ slug, enabled: true, metadataId: 'javascript' }))).source;

const createDestination = async (sourceId: string, name: string) => {
  const settings = { url: 'http://127.0.0.1:9/', sharedSecret: 'hush-hush' };
  const made = apis.destinations.createDestination({ sourceId, metadataId: 'webhook', name, settings });
  return (await unwrap(made)).destination;
};

describe("Segment's own SDK", () => {
  it('reads the workspace, its spaces and the catalogue', async () => {
    const { workspace } = await unwrap(apis.workspaces.getWorkspace());
    expect(workspace).toMatchObject({ id: expect.any(String), slug: expect.stringMatching(/^sdk-/) });
    const { sourcesCatalog } = await unwrap(apis.catalog.getSourcesCatalog({ count: 5 }));
    expect(sourcesCatalog).toHaveLength(5);
    const { destinationMetadata } = await unwrap(apis.catalog.getDestinationMetadata('webhook'));
    expect(destinationMetadata).toMatchObject({ slug: 'webhook', supportedMethods: { track: true } });
    expect(destinationMetadata.options.find(({ name }) => name === 'url')).toMatchObject({ required: true });
    const { sourceMetadata } = await unwrap(apis.catalog.getSourceMetadata('javascript'));
    expect(sourceMetadata.name).toBe('Javascript');
    await createSource('first-of-a-space');
    const { spaces } = await unwrap(apis.spaces.listSpaces({ count: 10 }));
    expect(spaces.map(({ slug }) => slug)).toEqual(['default']);
    const { space } = await unwrap(apis.spaces.getSpace(spaces[0]?.id ?? ''));
    expect(space?.name).toBe('Default');
  });

  it('creates, reads, changes and deletes a source', async () => {
    const created = await createSource('web');
    expect(created).toMatchObject({
      slug: 'web',
      enabled: true,
      metadata: { slug: 'javascript' },
      labels: [],
    });
    const changed = await unwrap(apis.sources.updateSource(created.id, { name: 'Web', enabled: false }));
    expect(changed.source).toMatchObject({ id: created.id, name: 'Web', enabled: false, slug: 'web' });
    expect((await unwrap(apis.sources.getSource(created.id))).source).toEqual(changed.source);
    expect(await unwrap(apis.sources.deleteSource(created.id))).toMatchObject({ status: 'SUCCESS' });
    await expect(unwrap(apis.sources.getSource(created.id))).rejects.toMatchObject({
      type: 'not-found',
      status: 404,
    });
  });

  it('adds and removes write keys', async () => {
    const { id, writeKeys } = await createSource('keys');
    const { source } = await unwrap(apis.sources.createWriteKeyForSource(id));
    expect(source.writeKeys).toEqual([writeKeys[0], expect.stringMatching(/^\w{32}$/)]);
    await unwrap(apis.sources.removeWriteKeyFromSource(id, writeKeys[0] ?? ''));
    expect((await unwrap(apis.sources.getSource(id))).source.writeKeys).toEqual([source.writeKeys[1]]);
  });

  it('labels a source', async () => {
    const { id } = await createSource('labelled');
    const labels = [{ key: 'environment', value: 'production', description: 'Live' }];
    expect(await unwrap(apis.sources.addLabelsToSource(id, { labels }))).toMatchObject({ labels });
    const others = [{ key: 'region', value: 'eu' }];
    await unwrap(apis.sources.replaceLabelsInSource(id, { labels: others }));
    expect((await unwrap(apis.sources.getSource(id))).source.labels).toMatchObject(others);
  });

  it('creates, deploys, reads, changes and deletes a function', async () => {
    const code = 'async function onRequest(request, settings) {}';
    const { SOURCE } = segment.CreateFunctionV1Input.ResourceTypeEnum;
    const setting = {
      name: 'apiKey',
      label: 'API key',
      description: 'Of the service.',
      type: segment.FunctionSettingV1.TypeEnum.STRING,
      required: true,
      sensitive: true,
    };
    const made = await unwrap(
      apis.functions.createFunction({
        code,
        displayName: 'Stripe',
        resourceType: SOURCE,
        settings: [setting],
      }),
    );
    const id = made.function.id ?? '';
    expect(made.function).toMatchObject({ code, displayName: 'Stripe', settings: [setting] });
    const { functionDeployment } = await unwrap(apis.functions.createFunctionDeployment(id));
    expect(functionDeployment.status).toBe('SUCCESS');
    await unwrap(apis.functions.updateFunction(id, { description: 'Payments' }));
    expect((await unwrap(apis.functions.getFunction(id))).function).toMatchObject({
      code,
      description: 'Payments',
      isLatestVersion: true,
    });
    const { functions } = await unwrap(apis.functions.listFunctions({ count: 10 }, 'SOURCE'));
    expect(functions).toMatchObject([{ id, displayName: 'Stripe', resourceType: 'SOURCE' }]);
    expect(await unwrap(apis.functions.deleteFunction(id))).toMatchObject({ status: 'SUCCESS' });
  });

  it('creates, reads, changes and deletes a destination', async () => {
    const source = await createSource('with-destination');
    const created = await createDestination(source.id, 'Inbox');
    expect(created).toMatchObject({
      name: 'Inbox',
      enabled: true,
      sourceId: source.id,
      metadata: { id: 'webhook' },
      settings: { url: 'http://127.0.0.1:9/', sharedSecret: '********' },
    });
    const changed = await unwrap(
      apis.destinations.updateDestination(created.id, {
        enabled: false,
        settings: { url: 'http://127.0.0.1:8/' },
      }),
    );
    expect(changed.destination).toMatchObject({
      enabled: false,
      settings: { url: 'http://127.0.0.1:8/', sharedSecret: '********' },
    });
    const { destinations } = await unwrap(
      apis.sources.listConnectedDestinationsFromSource(source.id, { count: 10 }),
    );
    expect(destinations).toEqual([changed.destination]);
    expect(await unwrap(apis.destinations.deleteDestination(created.id))).toMatchObject({
      status: 'SUCCESS',
    });
    await expect(unwrap(apis.destinations.getDestination(created.id))).rejects.toMatchObject({ status: 404 });
  });

  it('walks lists page by page', async () => {
    const source = await createSource('with-many');
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await createDestination(source.id, name);
    const seen: string[] = [];
    const pages: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await unwrap(
        apis.destinations.listDestinations({ count: 2, ...(cursor !== undefined && { cursor }) }),
      );
      seen.push(...page.destinations.map(({ name }) => name ?? ''));
      pages.push(page.destinations.length);
      cursor = page.pagination.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(names);
    expect(pages).toEqual([2, 2, 1]);
    const { sources, pagination } = await unwrap(apis.sources.listSources({ count: 1 }));
    expect(sources).toHaveLength(1);
    expect(pagination.totalEntries).toBeGreaterThan(1);
  });

  it('is told what is wrong, in the form it knows', async () => {
    const source = await createSource('errors');
    await expect(
      unwrap(apis.sources.createSource({ slug: 'errors', enabled: true, metadataId: 'javascript' })),
    ).rejects.toEqual({
      type: 'validation',
      field: 'slug',
      message: expect.stringContaining('is taken by another source'),
      status: 422,
    });
    const wrong = { sourceId: source.id, metadataId: 'webhook', settings: { url: 'nowhere' } };
    await expect(unwrap(apis.destinations.createDestination(wrong))).rejects.toMatchObject({
      field: 'settings.url',
    });
    await expect(unwrap(apis.sources.listSources({ count: 5000 }))).rejects.toMatchObject({
      field: 'pagination[count]',
    });
    const stranger = clients('another-token-than-the-right-one');
    await expect(unwrap(stranger.sources.deleteSource(source.id))).rejects.toMatchObject({
      type: 'unauthorized',
      status: 401,
    });
    expect((await unwrap(apis.sources.getSource(source.id))).source.id).toBe(source.id);
  });

  it('tries itself out with echo', async () => {
    expect(await unwrap(apis.testing.echo('hello'))).toMatchObject({ method: 'get', message: 'hello' });
    await expect(unwrap(apis.testing.echo('hello', undefined, true))).rejects.toMatchObject({ status: 400 });
  });
});
