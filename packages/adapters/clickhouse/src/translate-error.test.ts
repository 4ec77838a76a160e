import { ClickHouseError } from '@clickhouse/client';
import { describe, expect, it } from '@jest/globals';
import { BugError, ConfigError, FencedError, InvalidRecordError, TransientError } from '@millrace/errors';

import { translateClickHouseError } from './translate-error.ts';

const said = (code: string): ClickHouseError => new ClickHouseError({ message: 'no', code, type: 'T' });

describe('translateClickHouseError', () => {
  it.each([
    ['a value that does not fit its column', said('53'), InvalidRecordError],
    ['a table that is missing', said('60'), ConfigError],
    ['too many parts', said('252'), TransientError],
    ['a code nobody listed', said('9999'), TransientError],
    ['a refused connection', new AggregateError([], ''), TransientError],
    ['a deadline', new Error('Timeout error.'), TransientError],
    ['a mistake of ours', new TypeError('x is not a function'), BugError],
    ['what is not an error', 'no', BugError],
  ])('%s', (_, thrown, expected) => {
    expect(translateClickHouseError(thrown, 'trying')).toBeInstanceOf(expected);
  });

  it('keeps the row that ClickHouse quotes out of the message', () => {
    const error = new ClickHouseError({
      message: 'Cannot parse\nRow 1: "ada@example.com"',
      code: '27',
      type: 'T',
    });
    expect(translateClickHouseError(error, 'inserting').message).toBe('inserting failed: Cannot parse');
  });

  it('leaves our own errors as they are', () => {
    const fenced = new FencedError('partition-lost', 'lost');
    expect(translateClickHouseError(fenced, 'inserting')).toBe(fenced);
  });
});
