import { TransientError } from '@millrace/errors';
import { describe, expect, it } from '@jest/globals';

import { loggableFields } from './redaction.ts';

describe('fields of a log line', () => {
  it('lose secrets and payloads by key, at every depth', () => {
    const fields = {
      destination: 'd1',
      writeKey: 'k',
      settings: { url: 'https://x', sharedSecret: 's', headers: [{ authorization: 'Basic x' }] },
      traits: { email: 'ada@example.com' },
      originalPayload: '{}',
    };
    expect(loggableFields(fields)).toEqual({
      destination: 'd1',
      writeKey: '[redacted]',
      settings: { url: 'https://x', sharedSecret: '[redacted]', headers: [{ authorization: '[redacted]' }] },
      traits: '[redacted]',
      originalPayload: '[redacted]',
    });
  });

  it('keep names that only resemble a secret', () => {
    expect(loggableFields({ tokens: 3, topic: 't', keyCount: 2 })).toEqual({
      tokens: 3,
      topic: 't',
      keyCount: 2,
    });
  });

  it('spell errors out with code, details and causes', () => {
    const cause = new Error('connection refused');
    const error = new TransientError('broker-unavailable', 'reaching Kafka failed', {
      cause,
      details: { broker: 'b:1' },
    });
    expect(loggableFields({ error }).error).toMatchObject({
      type: 'TransientError',
      code: 'broker-unavailable',
      details: { broker: 'b:1' },
      message: 'reaching Kafka failed',
      cause: { type: 'Error', message: 'connection refused' },
    });
  });

  it('are bounded in depth, width and bytes, also where they refer to themselves', () => {
    const loop: Record<string, unknown> = { bytes: Buffer.alloc(7), big: 10n, wide: Array(100).fill(1) };
    loop.self = loop;
    const line = loggableFields(loop);
    expect(line).toMatchObject({ bytes: '[7 bytes]', big: '10' });
    expect(line.wide).toHaveLength(50);
    expect(JSON.stringify(line).length).toBeLessThan(2000);
  });
});
