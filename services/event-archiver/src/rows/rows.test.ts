import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  topics,
  type BlockedEvent,
  type DeliveryOutcome,
  type FunctionInvocation,
  type IdentityChange,
  type ProfileActivity,
  type Topic,
} from '@millrace/contracts';
import { InvalidRecordError } from '@millrace/errors';
import { A_TIME, anEvent, localCodec } from '@millrace/testing';

import { feeds } from '../feeds.ts';
import type { ArchiveRow, Cell } from './archive-table.ts';
import type { RowReader } from './feed.ts';

const position = { topic: 'a-topic', partition: 3, offset: 41 };
const readers = new Map<string, RowReader>();

beforeAll(async () => {
  const codecs = { codecFor: async <T>(topic: Topic<T>) => localCodec(topic) };
  for (const feed of feeds) readers.set(feed.topic.name, await feed.open(codecs));
});

/** The row of a value as its topic's codec writes it. */
function rowOf<T>(topic: Topic<T>, value: T): ArchiveRow {
  const reader = readers.get(topic.name);
  if (reader === undefined) throw new Error(`${topic.name} is not archived`);
  return reader.read(localCodec(topic).encode(value), position);
}

const cells = ({ table, values }: ArchiveRow): Readonly<Record<string, Cell | undefined>> =>
  Object.fromEntries(table.columns.map((column, index) => [column, values[index]]));

const activity: ProfileActivity = {
  kind: 'event',
  profileId: 'use_1',
  spaceId: 'spa_1',
  effectiveAt: A_TIME + 5,
  event: anEvent({ receivedAt: A_TIME + 9 }),
  merged: null,
  split: null,
};

describe('profiles.activity.v1', () => {
  it('gives an event its profile, its effective time and its place in the log', () => {
    const event = anEvent({
      properties: '{ "a": 1 }',
      context: '{"ip":"1.2.3.4"}',
      sentAt: null,
      timestamp: A_TIME + 1,
      receivedAt: A_TIME + 9,
      original: '{"x":1}',
    });
    const row = rowOf(topics.profilesActivity, { ...activity, event });
    expect(row.table.name).toBe('events');
    expect(row.receivedAt).toBe(A_TIME + 9);
    expect(cells(row)).toEqual({
      message_id: 'message-1',
      type: 'track',
      event: 'Order Completed',
      name: '',
      category: '',
      user_id: 'user-1',
      anonymous_id: '',
      group_id: '',
      previous_id: '',
      source_id: 'source-1',
      space_id: 'spa_1',
      profile_id: 'use_1',
      timestamp: A_TIME + 1,
      original_timestamp: A_TIME,
      sent_at: null,
      received_at: A_TIME + 9,
      effective_at: A_TIME + 5,
      channel: '',
      properties: '{ "a": 1 }',
      traits: '',
      context: '{"ip":"1.2.3.4"}',
      integrations: '',
      original: '{"x":1}',
      topic: 'a-topic',
      partition: 3,
      offset: 41,
    });
  });

  it('puts merges and splits beside the events', () => {
    const common = { space_id: 'spa_1', profile_id: 'use_1', effective_at: A_TIME + 5, offset: 41 };
    const merged = { survivorId: 'use_0', messageId: 'message-7' };
    const merge = rowOf(topics.profilesActivity, { ...activity, kind: 'merged', event: null, merged });
    expect(merge.table.name).toBe('profile_changes');
    expect(cells(merge)).toMatchObject({
      ...common,
      kind: 'merged',
      other_profile_id: 'use_0',
      cause: 'message-7',
    });
    const split = { newProfileId: 'use_2', changeId: 'change-1' };
    const unmerge = rowOf(topics.profilesActivity, { ...activity, kind: 'split', event: null, split });
    expect(cells(unmerge)).toMatchObject({
      ...common,
      kind: 'split',
      other_profile_id: 'use_2',
      cause: 'change-1',
    });
  });

  it.each(['event', 'merged', 'split', 'unheard-of'])('has no row for kind %s without its part', kind => {
    const broken = { ...activity, kind, event: null };
    expect(() => rowOf(topics.profilesActivity, broken)).toThrow(InvalidRecordError);
  });
});

it('events.blocked.v1 gives the reason and the event as it arrived', () => {
  const blocked: BlockedEvent = {
    stage: 'ingest',
    reason: 'missing-user-id',
    detail: null,
    blockedAt: A_TIME + 2,
    event: anEvent({ type: 'dance', receivedAt: A_TIME + 1, original: '{"type":"dance"}' }),
  };
  const row = rowOf(topics.eventsBlocked, blocked);
  expect(row).toMatchObject({ table: { name: 'blocked_events' }, receivedAt: A_TIME + 1 });
  expect(cells(row)).toMatchObject({
    stage: 'ingest',
    reason: 'missing-user-id',
    detail: '',
    blocked_at: A_TIME + 2,
    message_id: 'message-1',
    type: 'dance',
    original: '{"type":"dance"}',
    partition: 3,
  });
});

it('identity.changes.v1 gives each decision', () => {
  const change: IdentityChange = {
    changeId: 'change-1',
    kind: 'attached',
    spaceId: 'spa_1',
    profileId: 'use_1',
    survivorId: null,
    identifierType: 'email',
    identifierValue: 'ada@example.com',
    reason: null,
    messageId: 'message-1',
    sourceId: 'source-1',
    at: A_TIME,
  };
  const row = rowOf(topics.identityChanges, change);
  expect(row).toMatchObject({ table: { name: 'identity_changes' }, receivedAt: A_TIME });
  expect(cells(row)).toMatchObject({
    change_id: 'change-1',
    kind: 'attached',
    survivor_id: '',
    identifier_type: 'email',
    identifier_value: 'ada@example.com',
    at: A_TIME,
    topic: 'a-topic',
  });
});

it('deliveries.outcomes.v1 gives each attempt', () => {
  const outcome: DeliveryOutcome = {
    destinationId: 'destination-1',
    action: 'send',
    outcome: 'delivered',
    reason: null,
    status: 200,
    attempt: 1,
    attemptedAt: A_TIME + 3,
    durationMs: 12,
    nextAttemptAt: null,
    lane: 'live',
    messageId: 'message-1',
    eventType: 'track',
    eventName: 'Order Completed',
    sourceId: 'source-1',
    spaceId: 'spa_1',
    profileId: 'use_1',
    receivedAt: A_TIME,
  };
  const row = rowOf(topics.deliveriesOutcomes, outcome);
  expect(row).toMatchObject({ table: { name: 'delivery_outcomes' }, receivedAt: A_TIME });
  expect(cells(row)).toMatchObject({
    destination_id: 'destination-1',
    outcome: 'delivered',
    reason: '',
    status: 200,
    attempted_at: A_TIME + 3,
    next_attempt_at: null,
    event: 'Order Completed',
    received_at: A_TIME,
  });
});

it('functions.invocations.v1 gives each run', () => {
  const invocation: FunctionInvocation = {
    invocationId: 'invocation-1',
    functionId: 'fun_1',
    functionVersion: 3,
    sourceId: 'source-1',
    attempt: 2,
    outcome: 'retrying',
    code: 'FUNCTION_TIMEOUT',
    message: 'The function did not end in time.',
    stack: null,
    startedAt: A_TIME + 60_000,
    durationMs: 5_000,
    cpuMs: 12,
    events: 0,
    nextAttemptAt: A_TIME + 180_000,
    replyStatus: null,
    console: '[{"level":"info","at":1,"text":"hello"}]',
    fetches: '[]',
    request: '{"method":"POST"}',
    receivedAt: A_TIME,
  };
  const row = rowOf(topics.functionsInvocations, invocation);
  expect(row).toMatchObject({ table: { name: 'function_invocations' }, receivedAt: A_TIME + 60_000 });
  expect(cells(row)).toMatchObject({
    function_id: 'fun_1',
    function_version: 3,
    attempt: 2,
    outcome: 'retrying',
    code: 'FUNCTION_TIMEOUT',
    stack: '',
    started_at: A_TIME + 60_000,
    next_attempt_at: A_TIME + 180_000,
    reply_status: null,
    console: '[{"level":"info","at":1,"text":"hello"}]',
    received_at: A_TIME,
    offset: 41,
  });
});
