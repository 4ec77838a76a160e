import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import type { ConfigResource } from '@millrace/contracts';
import { BugError, FencedError, TransientError } from '@millrace/errors';
import type { OutgoingRecord } from '@millrace/kafka';
import { createResourceTable } from '@millrace/resources';
import { silentLog } from '@millrace/telemetry';

import { createKafkaConfigLog, type KafkaConfigLog } from './kafka-config-log.ts';

type Fault = 'lost-reply' | 'not-written' | 'fenced-before' | 'fenced-after' | 'bug';

const space = (name: string): ConfigResource => ({
  workspace: 'acme',
  kind: 'space',
  id: 'spa_1',
  slug: 'shop',
  version: 1,
  updatedAt: 0,
  updatedBy: 'ann',
  spec: JSON.stringify({ name }),
});
const record = (name: string) => ({ key: 'acme/space/spa_1', value: space(name) });

const toOutgoing = (name: string): OutgoingRecord => ({
  topic: 'config.resources.v1',
  partition: 0,
  key: record(name).key,
  value: Buffer.from(JSON.stringify(space(name))),
  headers: {},
});

/** Kafka with one topic; each commit of records takes the next fault. Marks alone commit well. */
const world = (...faults: readonly (Fault | undefined)[]) => {
  const pending = [...faults];
  const topic: OutgoingRecord[] = [];
  let fences = 0;
  let isPaused = false;
  let unread: readonly OutgoingRecord[] = [];
  const read = (): void => {
    const records = unread;
    unread = [];
    for (const { key, value } of records) {
      const resource = value === null ? undefined : (JSON.parse(value.toString()) as ConfigResource);
      configLog.onRecord(String(key), resource);
    }
  };
  const deliver = (records: readonly OutgoingRecord[]): void => {
    topic.push(...records);
    unread = [...unread, ...records];
    if (!isPaused) read();
  };
  const table = createResourceTable();
  const configLog: KafkaConfigLog = createKafkaConfigLog({
    transactions: {
      fence: async () => {
        fences += 1;
      },
      begin: async () => {
        let sent: readonly OutgoingRecord[] = [];
        return {
          sendOffset: async () => undefined,
          send: async records => {
            sent = records;
            return [];
          },
          commit: async () => {
            const fault = sent.length > 1 ? pending.shift() : undefined;
            if (fault === undefined || fault === 'lost-reply' || fault === 'fenced-after') deliver(sent);
            if (fault === 'bug') throw new BugError('broker-refused', 'refused');
            if (fault === 'fenced-before' || fault === 'fenced-after')
              throw new FencedError('partition-lost', 'fenced');
            if (fault !== undefined) throw new TransientError('broker-unavailable', 'no reply');
          },
        };
      },
    },
    encode: resource => Buffer.from(JSON.stringify(resource)),
    table,
    workspace: 'acme',
    log: silentLog,
    readBackTimeoutMs: 1_000,
  });
  const written = () => topic.flatMap(({ value }) => (value === null ? [] : [value.toString()]));
  return {
    configLog,
    table,
    written,
    fences: () => fences,
    othersWrite: (name: string) => deliver([toOutgoing(name)]),
    pauseReading: () => (isPaused = true),
    goOnReading: () => {
      isPaused = false;
      read();
    },
  };
};

describe('config log over Kafka', () => {
  it('shows in the table what it appended, and holds on to the topic', async () => {
    const { configLog, table, fences } = world();
    await configLog.acquire();
    await configLog.append([record('a')]);
    await configLog.append([record('b')]);
    expect(table.byId('space', 'spa_1')?.name).toBe('b');
    expect(fences()).toBe(1);
  });

  it('is the writer only once it has read all that others wrote', async () => {
    const { configLog, table, othersWrite, pauseReading, goOnReading } = world();
    pauseReading();
    othersWrite('theirs');
    const acquiring = configLog.acquire();
    const waiting = sleep(20, 'still reading');
    expect(await Promise.race([acquiring, waiting])).toBe('still reading');
    expect(configLog.isHeld).toBe(false);
    goOnReading();
    await acquiring;
    expect(table.byId('space', 'spa_1')?.name).toBe('theirs');
    expect(configLog.isHeld).toBe(true);
  });

  it.each(['lost-reply', 'fenced-after'] as const)(
    'finds out that records were written after all: %s',
    async fault => {
      const { configLog, table, written, fences } = world(fault);
      await configLog.acquire();
      await configLog.append([record('a')]);
      expect(table.byId('space', 'spa_1')?.name).toBe('a');
      expect(written()).toHaveLength(1);
      expect(fences()).toBe(2);
      expect(configLog.isHeld).toBe(true);
    },
  );

  it.each(['not-written', 'fenced-before'] as const)(
    'says so where records were not written: %s',
    async fault => {
      const { configLog, table, written } = world(fault);
      await configLog.acquire();
      await expect(configLog.append([record('a')])).rejects.toThrow(FencedError);
      expect(table.byId('space', 'spa_1')).toBeUndefined();
      await configLog.append([record('b')]);
      expect(written()).toEqual([JSON.stringify(space('b'))]);
    },
  );

  it('gives the topic up where something else went wrong', async () => {
    const { configLog } = world('bug');
    await configLog.acquire();
    await expect(configLog.append([record('a')])).rejects.toThrow(BugError);
    expect(configLog.isHeld).toBe(false);
  });
});
