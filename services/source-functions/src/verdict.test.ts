import { describe, expect, it } from '@jest/globals';
import type { EmittedEvent, FunctionOutcome } from '@millrace/sandbox';

import { anInvocation, aRun, returned, threw } from './fixtures/functions.ts';
import { limits } from './limits.ts';
import { judge } from './verdict.ts';

const verdictOn = (outcome: FunctionOutcome, emitted: readonly EmittedEvent[] = []) =>
  judge(anInvocation(aRun(outcome, { emitted })));

describe('an attempt', () => {
  it.each<[string, FunctionOutcome, string, string]>([
    ['throws RetryError', threw('RetryError'), 'retry', 'RETRY_ERROR'],
    ['runs out of time', { kind: 'timed-out' }, 'retry', 'FUNCTION_TIMEOUT'],
    ['finds no place to run', { kind: 'unavailable', reason: 'overloaded' }, 'retry', 'SANDBOX_UNAVAILABLE'],
    ['throws anything else', threw('TypeError'), 'failed', 'INVOKE_ERROR'],
    ['throws ValidationError', threw('ValidationError'), 'failed', 'INVOKE_ERROR'],
    ['uses too much memory', { kind: 'out-of-memory' }, 'failed', 'INVOKE_ERROR'],
  ])('that %s is judged so', (_what, outcome, kind, code) => {
    expect(verdictOn(outcome)).toMatchObject({ kind, code });
  });

  it('says what was thrown, and where', () => {
    expect(verdictOn(threw('TypeError', 'x is undefined'))).toMatchObject({
      message: 'TypeError: x is undefined',
      stack: 'TypeError: x is undefined\n    at onRequest (function:1:1)',
    });
  });

  it('is worth another while the configuration is wrong', () => {
    const end = { kind: 'unrunnable', code: 'BAD_DEPLOY', message: 'no function' } as const;
    expect(judge({ end })).toEqual({ kind: 'retry', code: 'BAD_DEPLOY', message: 'no function' });
  });

  it('succeeds with the response it returns, or without one', () => {
    expect(verdictOn(returned)).toEqual({ kind: 'succeeded', response: undefined });
    expect(verdictOn({ kind: 'returned', value: { status: 201, body: 'made' } })).toEqual({
      kind: 'succeeded',
      response: { status: 201, headers: {}, body: 'made' },
    });
  });

  it('fails with a response that HTTP does not know', () => {
    expect(verdictOn({ kind: 'returned', value: { status: 99 } })).toMatchObject({
      kind: 'failed',
      message: 'The function returned a response with status 99; it must be from 200 to 599.',
    });
  });

  it.each<[string, readonly EmittedEvent[]]>([
    ['too many events', Array.from({ length: limits.events + 1 }, () => anEmitted(1))],
    ['an event too large', [anEmitted(limits.eventBytes)]],
    ['events too large together', Array.from({ length: 10 }, () => anEmitted(limits.eventBytes - 100))],
  ])('fails with %s', (_what, emitted) => {
    expect(verdictOn(returned, emitted)).toMatchObject({ kind: 'failed', code: 'INVOKE_ERROR' });
  });
});

function anEmitted(bytes: number): EmittedEvent {
  return { type: 'track', event: { event: 'x'.repeat(bytes) } };
}
