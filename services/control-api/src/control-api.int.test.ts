import { randomUUID } from 'node:crypto';

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { topics } from '@millrace/contracts';
import { createKafka, followTopic } from '@millrace/kafka';
import { createResourceTable, openSettings } from '@millrace/resources';
import { createCodecs } from '@millrace/schema-registry';
import { silentLog } from '@millrace/telemetry';
import { testEndpoints } from '@millrace/testing';

import { runControlApi, startControlApi, type ControlApiProcess } from './fakes/control-api-process.ts';

jest.setTimeout(90_000);

const endpoints = testEndpoints();
const running = new Set<ControlApiProcess>();

const start = async (workspace: string): Promise<ControlApiProcess> => {
  const started = await startControlApi({ workspace, ...endpoints });
  running.add(started);
  return started;
};
const stop = async (process: ControlApiProcess, signal?: 'SIGTERM' | 'SIGKILL') => {
  running.delete(process);
  return process.stop(signal);
};
afterEach(() => Promise.all([...running].map(process => stop(process))));

const aWorkspace = () => `test-${randomUUID()}`;
const shopResources = (writeKey: string) => [
  { kind: 'space', slug: 'shop' },
  { kind: 'source', slug: 'web', type: 'javascript', space: 'shop', writeKeys: [writeKey] },
  {
    kind: 'destination',
    slug: 'inbox',
    type: 'webhook',
    sources: ['web'],
    settings: { url: 'http://127.0.0.1:9/', sharedSecret: 'hush-hush' },
  },
];

const dataOf = (body: unknown) => (body as { data: Record<string, unknown> }).data;
const actionsOf = (body: unknown) =>
  (dataOf(body)['resources'] as { action: string }[]).map(({ action }) => action);
const slugsOf = async (process: ControlApiProcess) => {
  const { body } = await process.ask('GET', '/sources?pagination[count]=1000');
  return (dataOf(body)['sources'] as { slug: string }[]).map(({ slug }) => slug).sort();
};
const createSource = (process: ControlApiProcess, slug: string) =>
  process.ask('POST', '/sources', { slug, metadataId: 'http-api' });

describe('control-api', () => {
  it('applies a workspace once and again, and keeps it through a restart and a kill', async () => {
    const workspace = aWorkspace();
    const resources = shopResources(randomUUID());
    const first = await start(workspace);
    expect(actionsOf((await first.ask('POST', '/apply', { resources })).body)).toEqual([
      'create',
      'create',
      'create',
    ]);
    expect(actionsOf((await first.ask('POST', '/apply', { resources })).body)).toEqual([
      'none',
      'none',
      'none',
    ]);
    const before = await first.ask('GET', '/destinations');
    expect(await stop(first, 'SIGTERM')).toBe(0);

    const second = await start(workspace);
    expect(await second.ask('GET', '/destinations')).toEqual(before);
    await createSource(second, 'more');
    await stop(second, 'SIGKILL');

    const third = await start(workspace);
    expect(await slugsOf(third)).toEqual(['more', 'web']);
    expect(actionsOf((await third.ask('POST', '/apply', { resources })).body)).toEqual([
      'none',
      'none',
      'none',
    ]);
  });

  it('applies nothing where anything is wrong', async () => {
    const process = await start(aWorkspace());
    const resources = [
      ...shopResources(randomUUID()),
      { kind: 'destination', slug: 'x', type: 'webhook', sources: ['wep'] },
    ];
    const { status, body } = await process.ask('POST', '/apply', { resources });
    expect(status).toBe(422);
    expect((body as { errors: unknown[] }).errors).toEqual([
      expect.objectContaining({
        field: 'resources[3].sources[0]',
        data: expect.objectContaining({ document: 3 }),
      }),
      expect.objectContaining({ field: 'resources[3].settings.url' }),
    ]);
    expect(await slugsOf(process)).toEqual([]);
  });

  it('shows other services what it wrote, secrets sealed, and only what is committed', async () => {
    const workspace = aWorkspace();
    const process = await start(workspace);
    const writeKey = randomUUID();
    await process.ask('POST', '/apply', { resources: shopResources(writeKey) });

    const table = createResourceTable();
    const values: string[] = [];
    const codecs = createCodecs({ url: endpoints.schemaRegistry, log: silentLog });
    const follower = await followTopic({
      kafka: createKafka({ brokers: [endpoints.kafka], clientId: 'test', log: silentLog }),
      topic: topics.configResources,
      codec: await codecs.codecFor(topics.configResources),
      onRecord: (key, value) => {
        values.push(value?.spec ?? '');
        table.apply(key, value);
      },
      log: silentLog,
    });
    await follower.caughtUp;
    await follower.close();

    const source = table.sourceByWriteKey(writeKey);
    expect(source).toMatchObject({ workspace, slug: 'web', version: 1, updatedBy: 'administrator' });
    const [destination] = source === undefined ? [] : table.destinationsOf(source.id);
    expect(values.join()).not.toContain('hush-hush');
    expect(destination && openSettings(destination, Buffer.alloc(32, 7))).toMatchObject({
      url: 'http://127.0.0.1:9/',
      sharedSecret: 'hush-hush',
    });
  });

  it('loses no change of two instances that write at once', async () => {
    const workspace = aWorkspace();
    const [left, right] = [await start(workspace), await start(workspace)];
    const { body } = await createSource(left, 'shared');
    const { id } = dataOf(body)['source'] as { id: string };
    const addKeys = async (process: ControlApiProcess) => {
      const statuses: number[] = [];
      for (let count = 0; count < 8; count += 1) {
        statuses.push((await process.ask('POST', `/sources/${id}/writekey`)).status);
      }
      return statuses;
    };
    const statuses = (await Promise.all([addKeys(left), addKeys(right)])).flat();
    expect(statuses).toEqual(Array.from({ length: 16 }, () => 200));

    // Each adds one key to the list as it is: a lost update would show as a missing key. A last write sees all earlier ones.
    const last = await left.ask('POST', `/sources/${id}/writekey`);
    expect((dataOf(last.body)['source'] as { writeKeys: string[] }).writeKeys).toHaveLength(18);
  });

  it('takes only one of two sources of the same slug, asked of two instances at once', async () => {
    const workspace = aWorkspace();
    const [left, right] = [await start(workspace), await start(workspace)];
    const replies = await Promise.all([createSource(left, 'web'), createSource(right, 'web')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('lets another instance go on where one was killed in the middle of changes', async () => {
    const workspace = aWorkspace();
    const [doomed, heir] = [await start(workspace), await start(workspace)];
    const written: string[] = [];
    const writing = (async () => {
      for (let count = 0; ; count += 1) {
        const { status } = await createSource(doomed, `source-${count}`);
        if (status === 201) written.push(`source-${count}`);
      }
    })().catch(() => undefined);
    while (written.length < 5) await new Promise(resolve => setTimeout(resolve, 20));
    await stop(doomed, 'SIGKILL');
    await writing;
    expect((await createSource(heir, 'after')).status).toBe(201);
    expect(await slugsOf(heir)).toEqual(expect.arrayContaining([...written, 'after']));
  });

  it('does not start without what it needs, and says all of it', async () => {
    const { exitCode, said } = await runControlApi({ ADMIN_TOKEN: 'change-me', OPERATIONS_PORT: '0' });
    expect(exitCode).toBe(78);
    for (const key of ['WORKSPACE', 'ADMIN_TOKEN', 'SECRETS_KEY', 'KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL']) {
      expect(said).toContain(key);
    }
  });
});
