import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeliveryOutcome } from '@millrace/contracts';
import { A_TIME, anEvent } from '@millrace/testing';

import { anActivity, createScenario, until, type ArchiveScenario } from './archive-scenario.ts';

let scenario: ArchiveScenario;

const outcome: DeliveryOutcome = {
  destinationId: 'destination-1',
  action: 'send',
  outcome: 'retrying',
  reason: 'http-500',
  status: 500,
  attempt: 1,
  attemptedAt: A_TIME,
  durationMs: 12,
  nextAttemptAt: A_TIME + 1_000,
  lane: 'live',
  messageId: 'message-1',
  eventType: 'track',
  eventName: 'Order Completed',
  sourceId: 'source-1',
  spaceId: 'space-1',
  profileId: 'profile-1',
  receivedAt: A_TIME,
};

beforeAll(async () => {
  scenario = await createScenario();
  const event = anEvent({
    anonymousId: 'device-1',
    properties: '{"total":12345678901234567890,"note":"\\u00e9 \\"quoted\\""}',
    original: '{ "type":"track" , "emoji":"\u{1f600}" }',
    sentAt: null,
    // Long before any clock was right.
    originalTimestamp: Date.UTC(1, 0, 1),
  });
  await scenario.writeActivity({ ...anActivity('message-1', 'profile-1'), event });
  await scenario.writeActivity({
    ...anActivity('message-2', 'profile-1'),
    kind: 'merged',
    event: null,
    merged: { survivorId: 'profile-2', messageId: 'message-2' },
  });
  await scenario.writeActivity({ ...anActivity('message-3', 'profile-1'), kind: 'unheard-of', event: null });
  await scenario.writeOutcome(outcome);
  // A row that the table takes from nobody: statuses have 16 bits.
  await scenario.writeOutcome({ ...outcome, attempt: -1 });
  await scenario.writeOutcome({ ...outcome, attempt: 2, status: null, nextAttemptAt: null });
  scenario.start();
  await until(async () => (await scenario.lag()) === 0);
  await until(async () => (await outcomes()).length === 2);
}, 60_000);

afterAll(async () => {
  await scenario.close();
});

const outcomes = (): Promise<readonly Record<string, unknown>[]> =>
  scenario.clickhouse.query(
    'SELECT attempt, status, toUnixTimestamp64Milli(next_attempt_at) AS next, offset FROM {database:Identifier}.delivery_outcomes ORDER BY offset',
  );

describe('the archive', () => {
  it('has an event with its JSON as it was sent', async () => {
    const [row] = await scenario.clickhouse.query<Record<string, unknown>>(
      `SELECT * EXCEPT (topic), toUnixTimestamp64Milli(original_timestamp) AS original_ms,
              JSONExtractRaw(properties, 'total') AS total
       FROM {database:Identifier}.events`,
    );
    expect(row).toMatchObject({
      message_id: 'message-1',
      type: 'track',
      event: 'Order Completed',
      user_id: 'user-1',
      anonymous_id: 'device-1',
      source_id: 'source-1',
      space_id: 'space-1',
      profile_id: 'profile-1',
      timestamp: '2026-01-01 00:00:00.000',
      sent_at: null,
      effective_at: '2026-01-01 00:00:00.000',
      properties: '{"total":12345678901234567890,"note":"\\u00e9 \\"quoted\\""}',
      traits: '',
      original: '{ "type":"track" , "emoji":"\u{1f600}" }',
      offset: '0',
      original_ms: `${Date.UTC(1, 0, 1)}`,
      total: '12345678901234567890',
    });
  });

  it('has merges beside the events, in the order of the log', async () => {
    const rows = await scenario.clickhouse.query(
      'SELECT kind, profile_id, other_profile_id, cause, offset FROM {database:Identifier}.profile_changes',
    );
    expect(rows).toEqual([
      {
        kind: 'merged',
        profile_id: 'profile-1',
        other_profile_id: 'profile-2',
        cause: 'message-2',
        offset: '1',
      },
    ]);
  });

  it('has all rows of a block but the one that ClickHouse refuses', async () => {
    expect(await outcomes()).toEqual([
      { attempt: 1, status: 500, next: `${A_TIME + 1_000}`, offset: '0' },
      { attempt: 2, status: null, next: null, offset: '2' },
    ]);
  });

  it('sends what it cannot keep to dead letters, with the reason and where it lay', async () => {
    const letters = await scenario.deadLetters();
    expect(
      letters
        .map(({ key, headers }) => [key, headers['dead-letter-code'], headers['dead-letter-offset']])
        .toSorted(),
    ).toEqual([
      ['destination-1', 'clickhouse-refused', '1'],
      ['profile-1', 'decoding-failed', '2'],
    ]);
  });
});
