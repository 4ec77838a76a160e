import { describe, expect, it } from '@jest/globals';
import {
  topics,
  type DeliveryOutcome,
  type Event,
  type ParkedProfile,
  type ProfileActivity,
} from '@millrace/contracts';
import type { Reply } from '@millrace/destinations';
import type { Answer, InputRecord, Timer } from '@millrace/stream';
import { A_TIME } from '@millrace/testing';

import type { Attempt } from './attempt.ts';
import { aDestination, aResponse, anActivity, someRules } from './fixtures/forwarding.ts';
import { createHandler } from './handler.ts';
import type { DeliveryRules } from './rules.ts';

const HOUR = 3_600_000;
const timer: Timer = { kind: 'timer', key: 'profile-1', dueAt: A_TIME };
const made = {
  kind: 'made',
  startedAt: A_TIME,
  durationMs: 20,
  drained: { events: 0, durationMs: 0 },
} as const;

describe('a record', () => {
  it('is asked for when nothing of its profile waits', () => {
    const step = handle(record());
    expect(step).toMatchObject({
      kind: 'next',
      changes: [],
      outputs: [],
      ask: { attempt: 1, isParked: false, event: { messageId: 'message-1', traceparent: 'trace-1' } },
    });
  });

  it('waits unopened behind those of its profile that wait', () => {
    const step = handle(record({ messageId: 'message-2' }), { state: parked(['message-1']) });
    expect(step).toMatchObject({
      changes: [
        { key: 'profile-1', state: { events: [{ messageId: 'message-1' }, { messageId: 'message-2' }] } },
      ],
      outputs: [],
    });
    expect(step).not.toHaveProperty('ask');
  });

  it.each([
    ['a merge', record({}, { kind: 'merged', event: null }), {}, 'not-an-event'],
    ['another source', record({ sourceId: 'source-2' }), {}, 'source-not-connected'],
    [
      'a destination that is off',
      record(),
      { destination: aDestination({ isEnabled: false }) },
      'destination-disabled',
    ],
  ])('of %s is ignored', (_, input, given, reason) => {
    expect(handle(input, given)).toEqual({ kind: 'ignore', reason });
  });

  it('of a type that the destination does not take is reported as unsupported', () => {
    const step = handle(record({ type: 'delete' }));
    expect(outcomes(step)).toMatchObject([{ outcome: 'unsupported', attempt: 0, eventType: 'delete' }]);
  });

  it('sends all that waits to dead letters together, oldest first, when it is one too many', () => {
    const step = handle(record({ messageId: 'message-3' }), {
      state: parked(['message-1', 'message-2']),
      rules: someRules({ maxParkedEvents: 2 }),
    });
    expect(step).toMatchObject({ changes: [{ key: 'profile-1', state: undefined }] });
    expect(outcomes(step).map(({ messageId, outcome }) => [messageId, outcome])).toEqual([
      ['message-1', 'overflowed'],
      ['message-2', 'overflowed'],
      ['message-3', 'overflowed'],
    ]);
    expect(deadLetters(step)).toMatchObject([
      { key: 'profile-1', reason: 'parked-too-much', headers: { 'source-id': 'source-1', type: 'track' } },
      { offset: '8' },
      { offset: '9', bytes: Buffer.from('bytes of message-3') },
    ]);
  });

  it('counts the bytes that wait as well', () => {
    const step = handle(record({ messageId: 'message-2' }), {
      state: parked(['message-1']),
      rules: someRules({ maxParkedBytes: 400 }),
    });
    expect(outcomes(step)).toHaveLength(2);
  });
});

describe('the answer to a first attempt', () => {
  it('that delivered leaves no state', () => {
    const step = handle(answer(aResponse(200), record()));
    expect(step).toMatchObject({ kind: 'next', changes: [] });
    expect(outcomes(step)).toMatchObject([
      {
        outcome: 'delivered',
        status: 200,
        attempt: 1,
        attemptedAt: A_TIME,
        durationMs: 20,
        action: 'send-event',
      },
    ]);
  });

  it('that may pass parks the profile', () => {
    const step = handle(answer(aResponse(503), record()));
    const [outcome] = outcomes(step);
    expect(outcome).toMatchObject({ outcome: 'retrying', reason: 'server-error', status: 503, attempt: 1 });
    expect(step).toMatchObject({
      changes: [
        {
          key: 'profile-1',
          state: {
            attempts: 1,
            firstAttemptAt: A_TIME,
            dueAt: outcome?.nextAttemptAt,
            events: [{ messageId: 'message-1' }],
          },
        },
      ],
    });
  });

  it('that refused the event for good reports it and leaves no state', () => {
    const step = handle(answer(aResponse(400), record()));
    expect(step).toMatchObject({ changes: [] });
    expect(outcomes(step)).toMatchObject([{ outcome: 'rejected', reason: 'request-refused', status: 400 }]);
  });

  it('that was withheld parks the profile without counting an attempt', () => {
    const step = handle({ kind: 'answer', to: record(), answer: { kind: 'withheld', at: A_TIME } });
    expect(step).toMatchObject({
      changes: [{ state: { attempts: 0, events: [{ messageId: 'message-1' }] } }],
      outputs: [],
    });
  });

  it('keeps a copy of the bytes, not the fetch they came in', () => {
    const input = record();
    const step = handle(answer(aResponse(503), input));
    if (step.kind !== 'next') throw new Error('no step');
    expect(step.changes[0]?.state?.events[0]?.value).toEqual(input.bytes);
    expect(step.changes[0]?.state?.events[0]?.value.buffer).not.toBe(input.bytes.buffer);
  });
});

describe('a timer', () => {
  it('asks for the oldest event', () => {
    const step = handle(timer, { state: parked(['message-1', 'message-2'], { attempts: 3 }) });
    expect(step).toMatchObject({ ask: { event: { messageId: 'message-1' }, attempt: 4, isParked: true } });
  });

  it('of a profile that no longer waits is ignored', () => {
    expect(handle(timer)).toEqual({ kind: 'ignore', reason: 'timer-outlived' });
  });

  it('of a destination that was switched off gives up on all that waits', () => {
    const step = handle(timer, {
      state: parked(['message-1', 'message-2']),
      destination: aDestination({ isEnabled: false }),
    });
    expect(step).toMatchObject({ changes: [{ state: undefined }] });
    expect(outcomes(step).map(({ outcome }) => outcome)).toEqual(['filtered', 'filtered']);
    expect(deadLetters(step)).toHaveLength(2);
  });
});

describe('the answer to a repeated attempt', () => {
  it('that delivered goes on with the next event', () => {
    const step = handle(answer(aResponse(200), timer), {
      state: parked(['message-1', 'message-2'], { attempts: 3 }),
    });
    expect(step).toMatchObject({
      changes: [{ state: { attempts: 0, events: [{ messageId: 'message-2' }] } }],
      ask: {
        event: { messageId: 'message-2' },
        attempt: 1,
        isParked: true,
        drained: { events: 1, durationMs: 20 },
      },
    });
    expect(outcomes(step)).toMatchObject([{ outcome: 'delivered', messageId: 'message-1', attempt: 4 }]);
  });

  it('that delivered the last event ends the waiting', () => {
    const step = handle(answer(aResponse(200), timer), { state: parked(['message-1']) });
    expect(step).toMatchObject({ changes: [{ key: 'profile-1', state: undefined }] });
    expect(step).not.toHaveProperty('ask');
  });

  it('refused for good goes on with the next event', () => {
    const step = handle(answer(aResponse(422), timer), { state: parked(['message-1', 'message-2']) });
    expect(step).toMatchObject({ ask: { event: { messageId: 'message-2' } } });
  });

  it.each([
    ['events', { events: 1, durationMs: 60_000 }],
    ['time', { events: 100, durationMs: 10 }],
  ])('lets others have their turn after enough %s', (_, maxDrained) => {
    const state = parked(['message-1', 'message-2']);
    const step = handle(answer(aResponse(200), timer), { state, rules: someRules({ maxDrained }) });
    expect(step).toMatchObject({
      changes: [{ state: { dueAt: A_TIME + 20, events: [{ messageId: 'message-2' }] } }],
    });
    expect(step).not.toHaveProperty('ask');
  });

  it('within the horizon waits on, no sooner than the destination asks', () => {
    const state = parked(['message-1'], { attempts: 1, firstAttemptAt: A_TIME - HOUR });
    const step = handle(answer(aResponse(429, '600'), timer), { state });
    expect(outcomes(step)).toMatchObject([
      { outcome: 'retrying', reason: 'rate-limited', attempt: 2, nextAttemptAt: A_TIME + 20 + 600_000 },
    ]);
  });

  it('has its last attempt when the horizon is reached, whatever pause the destination asks for', () => {
    const state = parked(['message-1'], { attempts: 1, firstAttemptAt: A_TIME - 3 * HOUR });
    const step = handle(answer(aResponse(503, '86400'), timer), { state });
    expect(step).toMatchObject({ changes: [{ state: { dueAt: A_TIME + HOUR } }] });
  });

  it('past the horizon goes to dead letters, and the next event has its turn', () => {
    const state = parked(['message-1', 'message-2'], { attempts: 9, firstAttemptAt: A_TIME - 4 * HOUR });
    const step = handle(answer({ kind: 'failure', code: 'connection-refused' }, timer), { state });
    expect(outcomes(step)).toMatchObject([
      { outcome: 'expired', reason: 'connection-refused', status: null, attempt: 10 },
    ]);
    expect(deadLetters(step)).toMatchObject([{ offset: '7', reason: 'delivery-expired' }]);
    expect(step).toMatchObject({ ask: { event: { messageId: 'message-2' }, attempt: 1 } });
  });

  it('refused for its credentials keeps the event, and its horizon begins anew', () => {
    const state = parked(['message-1'], { attempts: 9, firstAttemptAt: A_TIME - 100 * HOUR });
    const step = handle(answer(aResponse(401), timer), { state });
    expect(outcomes(step)).toMatchObject([{ outcome: 'unauthorized', reason: 'credentials-refused' }]);
    expect(step).toMatchObject({ changes: [{ state: { attempts: 10, firstAttemptAt: A_TIME + 20 } }] });
  });

  it('of an event that makes no request any more goes to dead letters, and the next has its turn', () => {
    const unsendable = {
      kind: 'unsendable',
      code: 'handler-failed',
      at: A_TIME,
      drained: made.drained,
    } as const;
    const step = handle(
      { kind: 'answer', to: timer, answer: unsendable },
      { state: parked(['message-1', 'message-2']) },
    );
    expect(outcomes(step)).toMatchObject([{ outcome: 'rejected', reason: 'handler-failed' }]);
    expect(deadLetters(step)).toHaveLength(1);
    expect(step).toMatchObject({ ask: { event: { messageId: 'message-2' } } });
  });
});

type Given = {
  readonly state?: ParkedProfile;
  readonly rules?: DeliveryRules;
  readonly destination?: ReturnType<typeof aDestination>;
};

type Input = InputRecord<ProfileActivity> | Timer | Answer<ProfileActivity, Attempt>;
type ForwarderStep = ReturnType<ReturnType<typeof createHandler>>;

function handle(
  input: Input,
  { state, rules = someRules(), destination = aDestination() }: Given = {},
): ForwarderStep {
  return createHandler(rules)({ get: () => state }, input, { now: A_TIME, tables: { destination } });
}

function record(
  event: Partial<Event> = {},
  activity: Partial<ProfileActivity> = {},
): InputRecord<ProfileActivity> {
  const value = { ...anActivity('profile-1', event), ...activity };
  return {
    kind: 'record',
    key: 'profile-1',
    value,
    bytes: pieceOfAFetch(`bytes of ${value.event?.messageId}`),
    headers: { traceparent: 'trace-1', 'source-id': 'source-1' },
    partition: 0,
    offset: '9',
    timestamp: A_TIME,
  };
}

function pieceOfAFetch(text: string): Buffer {
  const fetched = Buffer.alloc(1_000_000, text);
  return fetched.subarray(0, text.length);
}

function answer(reply: Reply, to: InputRecord<ProfileActivity> | Timer): Answer<ProfileActivity, Attempt> {
  return { kind: 'answer', to, answer: { ...made, reply } };
}

function parked(messageIds: readonly string[], overrides: Partial<ParkedProfile> = {}): ParkedProfile {
  const events = messageIds.map((messageId, index) => ({
    value: Buffer.from(`bytes of ${messageId}`),
    offset: `${7 + index}`,
    traceparent: null,
    messageId,
    eventType: 'track',
    eventName: null,
    sourceId: 'source-1',
    receivedAt: A_TIME,
  }));
  return { spaceId: 'space-1', attempts: 1, firstAttemptAt: A_TIME, dueAt: A_TIME, events, ...overrides };
}

function outcomes(step: ForwarderStep): readonly DeliveryOutcome[] {
  if (step.kind !== 'next') return [];
  for (const { topic } of step.outputs) expect(topic.name).toBe(topics.deliveriesOutcomes.name);
  return step.outputs.map(({ value }) => value as DeliveryOutcome);
}

function deadLetters(step: ForwarderStep) {
  return step.kind === 'next' ? step.deadLetters : undefined;
}
