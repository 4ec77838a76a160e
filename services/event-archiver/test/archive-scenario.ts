import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createClickHouse, type ClickHouse } from '@millrace/clickhouse';
import { topics, type DeliveryOutcome, type ProfileActivity } from '@millrace/contracts';
import { createKafka, createProducer, ensureTopics } from '@millrace/kafka';
import { createCodecs } from '@millrace/schema-registry';
import { silentLog as log } from '@millrace/telemetry';
import { A_TIME, anEvent, testEndpoints } from '@millrace/testing';

import type { ProcessSettings } from './archiver-process.ts';

/** Topics, a group and a database of their own, and archiver processes over them. */
export type ArchiveScenario = {
  readonly clickhouse: ClickHouse;
  /** Starts an archiver. */
  start(overrides?: Partial<ProcessSettings>): ChildProcess;
  /** Writes events `<prefix>-0` and so on; default prefix `event`. */
  writeEvents(count: number, prefix?: string): Promise<void>;
  writeActivity(value: ProfileActivity): Promise<void>;
  writeOutcome(outcome: DeliveryOutcome): Promise<void>;
  /** Writes bytes that are no activity. */
  writePoison(key: string): Promise<void>;
  /** Ids in the events table; none while there is no table yet. */
  archivedIds(): Promise<readonly string[]>;
  /** Activity records the group has not committed yet; all of them before it commits any. */
  lag(): Promise<number>;
  /** Members of the group, once it has settled. */
  members(): Promise<number>;
  /** All dead letters, in order. */
  deadLetters(): Promise<readonly DeadLetterRecord[]>;
  /** Stops what still runs, drops the topics and the database. */
  close(): Promise<void>;
};

/** A dead letter as far as these tests look. */
type DeadLetterRecord = { readonly key: string; readonly headers: Readonly<Record<string, string>> };

const PROCESS = join(import.meta.dirname, 'archiver-process.ts');
/** The partition of a key of the scenario does not matter, only that both are used. */
const PARTITIONS = 2;
const DEADLINE_MS = 60_000;
const LOOK_AGAIN_MS = 100;

/** Creates the topics. */
export async function createScenario(): Promise<ArchiveScenario> {
  const id = randomUUID().replaceAll('-', '');
  const endpoints = testEndpoints();
  const settings: ProcessSettings = {
    kafka: endpoints.kafka,
    schemaRegistry: endpoints.schemaRegistry,
    clickhouse: endpoints.clickhouse,
    database: `test_${id}`,
    group: `test-${id}`,
    activityTopic: `test.activity-${id}.v1`,
    outcomesTopic: `test.outcomes-${id}.v1`,
    deadLettersTopic: `test.dead-letters-${id}.v1`,
    maxRows: 20,
    maxAgeMs: 100,
  };
  const activity = { ...topics.profilesActivity, name: settings.activityTopic, partitions: PARTITIONS };
  const outcomes = { ...topics.deliveriesOutcomes, name: settings.outcomesTopic, partitions: 1 };
  const deadLetters = { ...topics.eventArchiverDeadLetters, name: settings.deadLettersTopic, partitions: 1 };
  const all = [activity, outcomes, deadLetters];

  const kafka = createKafka({ brokers: [settings.kafka], clientId: 'test', log });
  await ensureTopics({ kafka, topics: all, log });
  const limits = { deliveryTimeoutMs: 30_000, maxWaitingBytes: 10_000_000, maxWaitingRecords: 10_000 };
  const producer = createProducer({ kafka, topics: [activity, outcomes], log, ...limits });
  await producer.connect();
  const admin = kafka.admin();
  await admin.connect();
  const codecs = createCodecs({ url: settings.schemaRegistry, log });
  const activityCodec = await codecs.codecFor(topics.profilesActivity);
  const outcomeCodec = await codecs.codecFor(topics.deliveriesOutcomes);
  const clickhouse = createClickHouse({
    url: settings.clickhouse,
    database: settings.database,
    application: 'test',
  });
  const children: ChildProcess[] = [];

  return {
    clickhouse,
    start(overrides: Partial<ProcessSettings> = {}): ChildProcess {
      const child = spawn(process.execPath, [PROCESS, JSON.stringify({ ...settings, ...overrides })], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
      });
      children.push(child);
      return child;
    },
    async writeEvents(count: number, prefix = 'event'): Promise<void> {
      const records = Array.from({ length: count }, (_, index) => ({
        topic: activity.name,
        key: `profile-${index}`,
        value: activityCodec.encode(anActivity(`${prefix}-${index}`, `profile-${index}`)),
      }));
      // In small pieces, so that the records lie in many batches.
      for (let at = 0; at < count; at += 10) await producer.send(records.slice(at, at + 10));
    },
    async writeOutcome(outcome: DeliveryOutcome): Promise<void> {
      await producer.send([
        { topic: outcomes.name, key: outcome.destinationId, value: outcomeCodec.encode(outcome) },
      ]);
    },
    async writeActivity(value: ProfileActivity): Promise<void> {
      await producer.send([
        { topic: activity.name, key: value.profileId, value: activityCodec.encode(value) },
      ]);
    },
    async writePoison(key: string): Promise<void> {
      await producer.send([{ topic: activity.name, key, value: Buffer.from('poison') }]);
    },
    async archivedIds() {
      const query = 'SELECT message_id FROM {database:Identifier}.events';
      const rows = await clickhouse.query<{ message_id: string }>(query).catch(() => []);
      return rows.map(row => row.message_id);
    },
    async lag(): Promise<number> {
      const [committed] = await admin.fetchOffsets({ groupId: settings.group, topics: [activity.name] });
      const ends = await admin.fetchTopicOffsets(activity.name);
      const positions = new Map(
        committed?.partitions.map(one => [one.partition, Math.max(0, Number(one.offset))]),
      );
      return ends.reduce(
        (sum, { partition, high }) => sum + Number(high) - (positions.get(partition) ?? 0),
        0,
      );
    },
    async members(): Promise<number> {
      const { groups } = await admin.describeGroups([settings.group]);
      return groups[0]?.state === 'Stable' ? groups[0].members.length : 0;
    },
    async deadLetters(): Promise<
      readonly { readonly key: string; readonly headers: Record<string, string> }[]
    > {
      const found: { key: string; headers: Record<string, string> }[] = [];
      const [end] = await admin.fetchTopicOffsets(deadLetters.name);
      const count = Number(end?.high ?? 0);
      if (count === 0) return found;
      const consumer = kafka.consumer({ groupId: `${settings.group}-dead-letters-${randomUUID()}` });
      await consumer.connect();
      await consumer.subscribe({ topic: deadLetters.name, fromBeginning: true });
      const { promise, resolve } = Promise.withResolvers<undefined>();
      await consumer.run({
        eachMessage: ({ message }) => {
          const headers = Object.entries(message.headers ?? {}).map(
            ([name, value]) => [name, String(value)] as const,
          );
          found.push({ key: String(message.key), headers: Object.fromEntries(headers) });
          if (found.length === count) resolve(undefined);
          return Promise.resolve();
        },
      });
      await promise;
      await consumer.disconnect();
      return found;
    },
    async close(): Promise<void> {
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(children.map(ended));
      await producer.close();
      await admin.deleteTopics({ topics: all.map(({ name }) => name) });
      await admin.disconnect();
      await clickhouse.run('DROP DATABASE IF EXISTS {database:Identifier}');
      await clickhouse.close();
    },
  };
}

/** An activity record of a track event. */
export function anActivity(messageId: string, profileId: string): ProfileActivity {
  return {
    kind: 'event',
    profileId,
    spaceId: 'space-1',
    effectiveAt: A_TIME,
    // As large as real ones, so that the records take more than one fetch.
    event: anEvent({
      messageId,
      original: JSON.stringify({ messageId, filler: 'x'.repeat(900) }),
    }),
    merged: null,
    split: null,
  };
}

/** Asks until the answer is true; throws when it never is. */
export async function until(question: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await question())) {
    if (Date.now() > deadline) throw new Error('it did not become true in time');
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Resolves when a process is over. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
