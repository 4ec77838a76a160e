import { describe, expect, it } from '@jest/globals';
import { errorText, httpStatusOf, lateErrorBlock, refusal, toClickhouseError } from './clickhouse-error.ts';

describe('toClickhouseError', () => {
  it('finds code, type and message in what the engine says', () => {
    const said = 'Query failed: Code: 60. DB::Exception: Table default.x (y) does not exist. (UNKNOWN_TABLE)';
    const error = toClickhouseError(new Error(said));
    expect(error).toMatchObject({
      code: 60,
      type: 'UNKNOWN_TABLE',
      message: 'Table default.x (y) does not exist.',
    });
    expect(httpStatusOf(error)).toBe(404);
    expect(errorText(error)).toBe(said.replace('Query failed: ', ''));
  });

  it('keeps the words of anything else', () => {
    expect(toClickhouseError('broken')).toMatchObject({ code: 1001, message: 'broken' });
    expect(httpStatusOf(toClickhouseError('broken'))).toBe(500);
  });

  it('leaves its own errors alone', () => {
    const error = refusal('tooLarge', 'no');
    expect(toClickhouseError(error)).toBe(error);
    expect(httpStatusOf(error)).toBe(413);
  });
});

describe('lateErrorBlock', () => {
  it('says how many bytes the message has, for clients that read from the end', () => {
    const block = lateErrorBlock(refusal('cancelled', 'é'), 'tag').toString();
    const message = 'Code: 394. DB::Exception: é (QUERY_WAS_CANCELLED)\n';
    const length = Buffer.byteLength(message);
    expect(block).toBe(`\r\n__exception__\r\ntag\r\n${message}${length} tag\r\n__exception__\r\n`);
  });
});
