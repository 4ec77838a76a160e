import { describe, expect, it } from '@jest/globals';
import { BugError, ConfigError, FencedError, InvalidRecordError, TransientError } from '@millrace/errors';
import kafkajs from 'kafkajs';

import { breaksSequence, translateKafkaError } from './translate-error.ts';

/** What the broker answered, as kafkajs throws it. */
function aReply(type: string, { retriable = false, code = 1 } = {}): Error {
  // Its declaration knows only the text; its code takes the whole entry of its table.
  const entry = { type, code, retriable, message: `broker says ${type}` } as unknown as Error;
  return new kafkajs.KafkaJSProtocolError(entry);
}

function wrapped(cause: Error): Error {
  // The second parameter is missing in its declaration.
  const NonRetriable = kafkajs.KafkaJSNonRetriableError as new (
    error: Error,
    options: { cause: Error },
  ) => Error;
  return new NonRetriable(cause, { cause });
}

describe('translateKafkaError', () => {
  it.each([
    ['a lost transactional id', aReply('INVALID_PRODUCER_EPOCH'), FencedError, 'partition-lost'],
    [
      'PRODUCER_FENCED, unknown to kafkajs',
      aReply('KAFKAJS_UNKNOWN_ERROR_CODE', { code: 90 }),
      FencedError,
      'partition-lost',
    ],
    ['a rebalance', aReply('REBALANCE_IN_PROGRESS'), FencedError, 'partition-lost'],
    ['a record too large', aReply('MESSAGE_TOO_LARGE'), InvalidRecordError, 'record-too-large'],
    ['no permission', aReply('TOPIC_AUTHORIZATION_FAILED'), ConfigError, 'broker-refused'],
    [
      'a leader that moved',
      aReply('NOT_LEADER_FOR_PARTITION', { retriable: true }),
      TransientError,
      'broker-unavailable',
    ],
    ['a broken sequence', aReply('OUT_OF_ORDER_SEQUENCE_NUMBER'), TransientError, 'broker-unavailable'],
    ['a request that makes no sense', aReply('INVALID_REQUEST'), BugError, 'broker-refused'],
    ['no connection', new kafkajs.KafkaJSConnectionError('refused'), TransientError, 'broker-unavailable'],
    [
      'a failure within wrappings',
      wrapped(wrapped(aReply('MESSAGE_TOO_LARGE'))),
      InvalidRecordError,
      'record-too-large',
    ],
    ['an error of somebody else', new TypeError('oops'), BugError, 'unexpected-error'],
  ])('tells what follows from %s', (_what, thrown, expected, code) => {
    const error = translateKafkaError(thrown);
    expect(error).toBeInstanceOf(expected);
    expect(error.code).toBe(code);
  });

  it('leaves errors of ours as they are', () => {
    const error = new TransientError('broker-unavailable', 'away');
    expect(translateKafkaError(error)).toBe(error);
  });
});

describe('breaksSequence', () => {
  it('is true where the broker has forgotten the producer or missed a batch', () => {
    expect(breaksSequence(wrapped(aReply('UNKNOWN_PRODUCER_ID')))).toBe(true);
    expect(breaksSequence(aReply('NOT_LEADER_FOR_PARTITION', { retriable: true }))).toBe(false);
    expect(breaksSequence(new Error('other'))).toBe(false);
  });
});
