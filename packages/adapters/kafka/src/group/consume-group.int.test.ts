import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLog as log } from '@millrace/telemetry';
import { testEndpoints } from '@millrace/testing';
import type { Admin, EachBatchPayload, Kafka, Producer } from 'kafkajs';

import { createKafka } from '../create-kafka.ts';
import { translateKafkaError } from '../translate-error.ts';
import { consumeGroup, type RunningGroup } from './consume-group.ts';
import type { PartitionClaim, PartitionReader } from './partition-claim.ts';

const TIMEOUT_MS = 60_000;
const PARTITIONS = 4;
const settings = {
  sessionTimeoutMs: 6_000,
  fetchMaxWaitMs: 50,
  fetchMinBytes: 1,
  fetchPartitionBytes: 2_000,
  finishTimeoutMs: 5_000,
};

let kafka: Kafka;
let admin: Admin;
let producer: Producer;
const created: string[] = [];

beforeAll(async () => {
  kafka = createKafka({ brokers: [testEndpoints().kafka], clientId: 'test', log });
  admin = kafka.admin();
  producer = kafka.producer({ idempotent: true, transactionalId: `test-${randomUUID()}` });
  await Promise.all([admin.connect(), producer.connect()]);
});

afterAll(async () => {
  await admin.deleteTopics({ topics: created });
  await Promise.all([admin.disconnect(), producer.disconnect()]);
});

async function aTopic(): Promise<string> {
  const topic = `test.group-${randomUUID()}.v1`;
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: true });
  created.push(topic);
  return topic;
}

/** Writes records to all partitions in transactions, every third of which is aborted. */
async function write(topic: string, transactions: number): Promise<void> {
  for (let at = 0; at < transactions; at++) {
    const isAborted = at % 3 === 2;
    const transaction = await producer.transaction();
    await transaction.send({
      topic,
      messages: Array.from({ length: PARTITIONS * 5 }, (_, index) => ({
        value: `${isAborted ? 'aborted' : 'committed'} ${'x'.repeat(100)}`,
        partition: index % PARTITIONS,
      })),
    });
    await (isAborted ? transaction.abort() : transaction.commit());
  }
}

async function until(question: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS / 2;
  while (!(await question())) {
    if (Date.now() > deadline) throw new Error('it did not become true in time');
    await sleep(50);
  }
}

const join = (
  groupId: string,
  topic: string,
  open: (claim: PartitionClaim) => PartitionReader,
): Promise<RunningGroup> => consumeGroup({ kafka, groupId, topics: [topic], open, log, settings });

describe('consumeGroup', () => {
  it(
    'gives the next holder of a partition the offset and the note of the last',
    async () => {
      const topic = await aTopic();
      const groupId = `group-${topic}`;
      await write(topic, 1);
      let committed = 0;
      const first = await join(groupId, topic, claim => ({
        async accept(records) {
          await claim.commit({ offset: records[0]?.offset ?? -1, note: `plan of ${claim.partition}` });
          committed += 1;
        },
        finish: async () => undefined,
      }));
      await until(() => committed === PARTITIONS);
      await first.stop();

      const notes = new Map<number, unknown>();
      const second = await join(groupId, topic, claim => {
        notes.set(claim.partition, claim.committed);
        return { accept: async () => undefined, finish: async () => undefined };
      });
      await until(() => notes.size === PARTITIONS);
      await second.stop();
      expect(notes.get(2)).toEqual({ offset: 0, note: 'plan of 2' });
    },
    TIMEOUT_MS,
  );

  it(
    'hands over every committed record in order and without a gap while members come and go',
    async () => {
      const topic = await aTopic();
      const groupId = `group-${topic}`;
      const gaps: string[] = [];
      const finished = new Map<number, number>();
      const reader = (claim: PartitionClaim): PartitionReader => {
        let next = claim.committed.offset;
        const due = finished.get(claim.partition) ?? 0;
        if (next !== due) gaps.push(`${claim.partition} starts at ${next} instead of ${due}`);
        return {
          async accept(records, behind) {
            if (records.some(({ value }) => value?.toString().startsWith('aborted') === true))
              gaps.push('aborted');
            await sleep(20);
            await claim.commit({ offset: behind, note: '' });
            finished.set(claim.partition, behind);
            next = behind;
          },
          finish: async () => undefined,
        };
      };
      const writing = write(topic, 40);
      const members = [await join(groupId, topic, reader)];
      for (let round = 0; round < 3; round++) {
        await sleep(500);
        members.push(await join(groupId, topic, reader));
        await sleep(1_000);
        await members.shift()?.stop();
      }
      await writing;
      const ends = await admin.fetchTopicOffsets(topic);
      await until(() => ends.every(({ partition, high }) => finished.get(partition) === Number(high)));
      await Promise.all(members.map(member => member.stop()));
      expect(gaps).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe('Kafka', () => {
  it(
    'refuses the commit of a member whose partitions were given to another',
    async () => {
      const topic = await aTopic();
      const groupId = `group-${topic}`;
      await write(topic, 1);
      const held = Promise.withResolvers<EachBatchPayload>();
      const released = Promise.withResolvers<undefined>();
      const sleeper = kafka.consumer({ groupId, sessionTimeout: settings.sessionTimeoutMs });
      await sleeper.connect();
      await sleeper.subscribe({ topic, fromBeginning: true });
      await sleeper.run({
        autoCommit: false,
        // No heartbeat meanwhile, as in a process that is stopped.
        eachBatch: async payload => {
          held.resolve(payload);
          await released.promise;
        },
      });
      const payload = await held.promise;
      const successor = await join(groupId, topic, () => ({
        accept: async () => undefined,
        finish: async () => undefined,
      }));
      await until(() => successor.held().length === PARTITIONS);

      const position = {
        topic,
        partitions: [{ partition: payload.batch.partition, offset: '1', metadata: 'late' }],
      };
      const late = await payload.commitOffsetsIfNecessary({ topics: [position] }).catch(translateKafkaError);
      expect(late).toMatchObject({ name: 'FencedError', code: 'partition-lost' });
      released.resolve(undefined);
      await sleeper.disconnect();
      await successor.stop();
    },
    TIMEOUT_MS,
  );
});
