import { describe, expect, it } from '@jest/globals';
import { silentLog } from '@millrace/telemetry';

import { createMember, type BatchPayload, type Member } from './member.ts';
import type { GroupRecord, PartitionClaim } from './partition-claim.ts';

const TOPIC = 'events.collected.v1';

type Committed = { readonly offset: string; readonly metadata: string };

/** A member of a group that stands at `committed`, and everything its readers and Kafka were told. */
function aMember(options: { committed?: Committed; low?: string; accept?: () => Promise<void> } = {}) {
  const {
    committed = { offset: '10', metadata: 'note' },
    low = '0',
    accept = async () => undefined,
  } = options;
  const claims: PartitionClaim[] = [];
  const accepted: { offsets: number[]; next: number }[] = [];
  const seeks: string[] = [];
  const member = createMember({
    admin: {
      fetchOffsets: async () => [{ topic: TOPIC, partitions: [{ partition: 0, ...committed }] }],
      fetchTopicOffsets: async () => [{ partition: 0, offset: '99', high: '99', low }],
    },
    groupId: 'group',
    open: claim => {
      claims.push(claim);
      return {
        async accept(records: readonly GroupRecord[], next: number) {
          await accept();
          accepted.push({ offsets: records.map(({ offset }) => offset), next });
        },
        async finish() {},
      };
    },
    log: silentLog,
    heartbeatMs: 10,
  });
  const hand = (payload: BatchPayload): Promise<void> =>
    member.handle(payload, ({ offset }) => {
      seeks.push(offset);
    });
  return { member, claims, accepted, seeks, hand };
}

/** A batch fetched from an offset, with records there, as kafkajs hands it over. */
function aBatch(fetchedOffset: number, offsets: readonly number[], overrides: Partial<BatchPayload> = {}) {
  const commits: unknown[] = [];
  const resolved: string[] = [];
  const messages = offsets.map(offset => ({
    offset: `${offset}`,
    key: null,
    value: Buffer.from('value'),
    timestamp: '0',
    attributes: 0,
    headers: {},
  }));
  const payload = {
    batch: {
      topic: TOPIC,
      partition: 0,
      highWatermark: '99',
      fetchedOffset: `${fetchedOffset}`,
      messages,
      lastOffset: () => `${offsets.at(-1) ?? fetchedOffset}`,
    },
    heartbeat: async () => undefined,
    pause: () => () => undefined,
    resolveOffset: (offset: string) => resolved.push(offset),
    commitOffsetsIfNecessary: async (offsets: unknown) => void commits.push(offsets),
    ...overrides,
  } as unknown as BatchPayload;
  return { payload, commits, resolved };
}

const joined = (member: Member): Member => {
  member.join({ [TOPIC]: [0] });
  return member;
};

describe('a claimed partition', () => {
  it('is opened with the offset and the note that were committed', async () => {
    const { member, claims, hand } = aMember();
    joined(member);
    await hand(aBatch(10, [10]).payload);
    expect(claims[0]?.committed).toEqual({ offset: 10, note: 'note' });
  });

  it('starts at the beginning of the log where nothing was committed', async () => {
    const { member, claims, hand } = aMember({ committed: { offset: '-1', metadata: '' }, low: '7' });
    joined(member);
    await hand(aBatch(7, [7]).payload);
    expect(claims[0]?.committed).toEqual({ offset: 7, note: '' });
  });

  it('commits offsets with notes', async () => {
    const { member, claims, hand } = aMember();
    joined(member);
    const { payload, commits } = aBatch(10, [10]);
    await hand(payload);
    await claims[0]?.commit({ offset: 11, note: 'plan' });
    expect(commits).toEqual([
      { topics: [{ topic: TOPIC, partitions: [{ partition: 0, offset: '11', metadata: 'plan' }] }] },
    ]);
  });

  it('commits nothing once it is given up, not even when this process holds the partition again', async () => {
    const { member, claims, hand } = aMember();
    joined(member);
    const { payload, commits } = aBatch(10, [10]);
    await hand(payload);
    member.leave();
    joined(member);
    await hand(payload);
    await expect(claims[0]?.commit({ offset: 11, note: '' })).rejects.toMatchObject({ name: 'FencedError' });
    expect(claims[0]?.signal.aborted).toBe(true);
    expect(claims[1]?.signal.aborted).toBe(false);
    expect(commits).toEqual([]);
  });
});

describe('reading', () => {
  it('goes on where each batch ends', async () => {
    const { member, accepted, hand } = aMember();
    joined(member);
    await hand(aBatch(10, [10, 11]).payload);
    await hand(aBatch(12, [12]).payload);
    expect(accepted).toEqual([
      { offsets: [10, 11], next: 12 },
      { offsets: [12], next: 13 },
    ]);
  });

  it('refuses a batch fetched before the partition was given out anew, and goes back', async () => {
    const { member, accepted, seeks, hand } = aMember();
    joined(member);
    const stale = aBatch(50, [50, 51]);
    await hand(stale.payload);
    expect(accepted).toEqual([]);
    expect(stale.resolved).toEqual([]);
    expect(seeks).toEqual(['10']);
  });

  it('passes over offsets without records', async () => {
    const { member, accepted, seeks, hand } = aMember();
    joined(member);
    await hand(aBatch(10, [10]).payload);
    member.passEmpty({ topic: TOPIC, partition: 0, firstOffset: '11', lastOffset: '12' });
    member.passEmpty({ topic: TOPIC, partition: 0, firstOffset: null, lastOffset: '13' });
    await hand(aBatch(14, [14]).payload);
    expect(accepted.map(({ offsets }) => offsets)).toEqual([[10], [14]]);
    expect(seeks).toEqual([]);
  });

  it('is not moved by a batch without records from elsewhere', async () => {
    const { member, accepted, seeks, hand } = aMember();
    joined(member);
    await hand(aBatch(10, [10]).payload);
    member.passEmpty({ topic: TOPIC, partition: 0, firstOffset: '60', lastOffset: '61' });
    await hand(aBatch(62, [62]).payload);
    expect(accepted.map(({ offsets }) => offsets)).toEqual([[10]]);
    expect(seeks).toEqual(['11']);
  });

  it('goes on behind records that were deleted before they were read', async () => {
    const { member, accepted, hand } = aMember({ low: '40' });
    joined(member);
    await hand(aBatch(40, [40]).payload);
    expect(accepted).toEqual([{ offsets: [40], next: 41 }]);
  });

  it('tells the group that this member lives while a reader takes its time', async () => {
    const beaten = Promise.withResolvers<undefined>();
    const { member, accepted, hand } = aMember({ accept: () => beaten.promise });
    joined(member);
    let beats = 0;
    const heartbeat = async (): Promise<void> => {
      beats += 1;
      if (beats === 3) beaten.resolve(undefined);
    };
    await hand(aBatch(10, [10], { heartbeat }).payload);
    expect(beats).toBe(3);
    expect(accepted).toHaveLength(1);
  });

  it('does not move on for a reader whose partition was given up meanwhile', async () => {
    const { member, hand } = aMember({ accept: async () => member.leave() });
    joined(member);
    const { payload, resolved } = aBatch(10, [10]);
    await hand(payload);
    expect(resolved).toEqual([]);
  });

  it('asks the group whether this member still belongs to it when a batch comes of a partition that is not held', async () => {
    const { member, hand, accepted } = aMember();
    joined(member).leave();
    let beats = 0;
    await hand(aBatch(10, [10], { heartbeat: async () => void (beats += 1) }).payload);
    expect(beats).toBe(1);
    expect(accepted).toEqual([]);
  });

  it('stops when the readers are to finish', async () => {
    const { member, accepted, hand } = aMember();
    joined(member);
    await member.finish();
    let paused = 0;
    await hand(aBatch(10, [10], { pause: () => (paused++, () => undefined) }).payload);
    expect(accepted).toEqual([]);
    expect(paused).toBe(1);
  });
});
