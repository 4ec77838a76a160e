import { describe, expect, it } from '@jest/globals';
import { InvalidRecordError } from '@millrace/errors';

import { deadLetter } from './dead-letter.ts';

const origin = {
  deadLetters: 'letters',
  service: 'event-archiver',
  version: '1.2.3',
  topic: 'activity',
  partition: 3,
};

describe('deadLetter', () => {
  it('keeps the bytes and headers, and says where the record lay and what was wrong', () => {
    const value = Buffer.from([0, 0, 0, 0, 42, 1]);
    const record = { offset: 7, key: Buffer.from('key'), value, headers: { type: Buffer.from('track') } };
    const letter = deadLetter(record, new InvalidRecordError('decoding-failed', 'x'.repeat(600)), origin);
    expect(letter).toEqual({
      topic: 'letters',
      key: 'key',
      value,
      headers: {
        type: 'track',
        'dead-letter-code': 'decoding-failed',
        'dead-letter-message': 'x'.repeat(500),
        'dead-letter-service': 'event-archiver',
        'dead-letter-version': '1.2.3',
        'dead-letter-topic': 'activity',
        'dead-letter-partition': '3',
        'dead-letter-offset': '7',
        'dead-letter-attempts': '1',
        'dead-letter-schema-id': '42',
      },
    });
  });

  it('has no schema id where the bytes have none', () => {
    const record = { offset: 7, key: null, value: Buffer.from('poison'), headers: {} };
    const letter = deadLetter(record, new InvalidRecordError('decoding-failed', 'no'), origin);
    expect(letter.key).toBe('');
    expect(letter.headers).not.toHaveProperty('dead-letter-schema-id');
  });
});
