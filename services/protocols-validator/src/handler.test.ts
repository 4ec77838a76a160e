import { describe, expect, it } from '@jest/globals';
import type { Event, SeenMessage } from '@millrace/contracts';
import { TransientError } from '@millrace/errors';
import type { Step } from '@millrace/stream';
import { anEvent } from '@millrace/testing';

import type { Tables } from './admission.ts';
import { createHandler } from './handler.ts';
import { messageKey } from './state.ts';

const configGraceMs = 10_000;
const recordedAt = 1_000_000;
const personKey = 'src_1:a1';
const tables: Tables = {
  readAt: recordedAt + 5,
  sourceById: id => (id === 'src_1' ? { enabled: true, spaceId: 'spa_1' } : undefined),
};
const valid = anEvent({ messageId: 'm1', sourceId: 'src_1' });
const broken = anEvent({ messageId: 'm1', sourceId: 'src_1', type: 'track', event: null });

const handle = createHandler({ configGraceMs });
const judge = (event: Event, seen?: SeenMessage, overrides: Partial<Tables> = {}): Step<SeenMessage> =>
  handle(
    { get: key => (key === messageKey(personKey, event.messageId) ? seen : undefined) },
    {
      kind: 'record',
      key: personKey,
      value: event,
      bytes: Buffer.alloc(0),
      headers: {},
      partition: 0,
      offset: '0',
      timestamp: recordedAt,
    },
    { now: recordedAt, tables: { ...tables, ...overrides } },
  );
/** Topics written, by what they say. */
const written = (step: Step<SeenMessage>): readonly string[] =>
  step.kind === 'next' ? step.outputs.map(({ topic, key }) => `${topic.name} ${key}`) : [step.reason];
const stateAfter = (step: Step<SeenMessage>): SeenMessage | undefined =>
  step.kind === 'next' ? step.changes[0]?.state : undefined;

describe('a sound event', () => {
  it('goes to its space as it is, and its id is remembered with the time of its record', () => {
    const step = judge(valid);
    expect(step).toMatchObject({
      kind: 'next',
      outputs: [
        { key: 'spa_1', value: { spaceId: 'spa_1' }, headers: { 'source-id': 'src_1', type: 'track' } },
      ],
    });
    expect(step.kind === 'next' && (step.outputs[0]?.value as { event: Event }).event).toBe(valid);
    expect(stateAfter(step)).toEqual({ seenAt: recordedAt, blocked: null });
  });

  it('is dropped when its id has passed before', () => {
    expect(judge(valid, { seenAt: 1, blocked: null })).toEqual({ kind: 'ignore', reason: 'repeated' });
  });

  it('passes under an id that was only ever blocked', () => {
    const step = judge(valid, { seenAt: 1, blocked: 'event_not_defined' });
    expect(written(step)).toEqual(['events.validated.v1 spa_1']);
    expect(stateAfter(step)).toEqual({ seenAt: recordedAt, blocked: null });
  });
});

describe('an event with a fault', () => {
  it('is blocked with the code, a sentence and the event as it came', () => {
    expect(judge(broken)).toMatchObject({
      outputs: [
        {
          key: 'src_1',
          value: {
            stage: 'ingest',
            reason: 'event_not_defined',
            detail: 'A track call must have an event: its name, as a text that is not blank.',
            blockedAt: recordedAt,
            event: broken,
          },
        },
      ],
      changes: [{ state: { seenAt: recordedAt, blocked: 'event_not_defined' } }],
    });
  });

  it('is blocked once for a reason, however often it is sent', () => {
    const seen = { seenAt: 1, blocked: 'event_not_defined' };
    expect(judge(broken, seen)).toEqual({ kind: 'ignore', reason: 'blocked-again' });
  });

  it('is blocked again for another reason', () => {
    const step = judge(broken, { seenAt: 1, blocked: 'source_disabled' });
    expect(written(step)).toEqual(['events.blocked.v1 src_1']);
    expect(stateAfter(step)).toEqual({ seenAt: recordedAt, blocked: 'event_not_defined' });
  });

  it('is a repeat when a sound event of its id has passed', () => {
    expect(judge(broken, { seenAt: 1, blocked: null })).toEqual({ kind: 'ignore', reason: 'repeated' });
  });
});

describe('the source of an event', () => {
  it('blocks all of its events while it is disabled, whatever they are', () => {
    const disabled = { sourceById: () => ({ enabled: false, spaceId: 'spa_1' }) };
    for (const event of [valid, broken]) {
      expect(judge(event, undefined, disabled)).toMatchObject({
        outputs: [{ value: { reason: 'source_disabled' } }],
      });
    }
  });

  it('is waited for where it is unknown and the event is young', () => {
    const unknown = { sourceById: () => undefined, readAt: recordedAt + configGraceMs - 1 };
    expect(() => judge(valid, undefined, unknown)).toThrow(TransientError);
  });

  it('is not waited for longer than the grace', () => {
    const unknown = { sourceById: () => undefined, readAt: recordedAt + configGraceMs };
    expect(judge(valid, undefined, unknown)).toMatchObject({
      outputs: [{ value: { reason: 'unknown_source' } }],
    });
  });

  it('is not asked for where the event is a repeat', () => {
    const unknown = { sourceById: () => undefined };
    expect(judge(valid, { seenAt: 1, blocked: null }, unknown)).toMatchObject({ kind: 'ignore' });
  });
});

describe('messageKey', () => {
  it('is the same for a repeat and another for another person or id', () => {
    const keys = [
      messageKey('src_1:a1', 'm1'),
      messageKey('src_1:a1', 'm2'),
      messageKey('src_1:a2', 'm1'),
      messageKey('src_2:a1', 'm1'),
    ];
    expect(new Set(keys).size).toBe(4);
    expect(messageKey('src_1:a1', 'm1')).toBe(keys[0]);
    expect(keys.every(key => key.length === 22)).toBe(true);
  });
});
