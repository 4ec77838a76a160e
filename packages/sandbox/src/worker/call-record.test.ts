import { describe, expect, it } from '@jest/globals';

import { guestLimits } from '../guest-limits.ts';
import { createCallRecord, saidOutcome } from './call-record.ts';

const limits = {
  ...guestLimits,
  logLines: 2,
  logLineChars: 5,
  events: 2,
  eventChars: 20,
  resultChars: 10,
  depth: 3,
  errorNameChars: 2,
  errorTextChars: 3,
};
const aRecord = () => createCallRecord({ emits: ['track'], limits }, () => 7);

describe('a record of what an isolate says', () => {
  it('keeps lines within bounds, of known levels, with the time they came', () => {
    const record = aRecord();
    for (const [level, text] of [
      ['info', 'a'],
      ['info', 'too long'],
      ['loud', 'b'],
      ['warn', 7],
      ['error', 'c'],
      ['info', 'd'],
    ])
      record.log(level, text);
    expect(record.logs).toEqual([
      { level: 'info', at: 7, text: 'a' },
      { level: 'error', at: 7, text: 'c' },
    ]);
  });

  it('keeps events of the dialect within bounds', () => {
    const record = aRecord();
    for (const [type, json] of [
      ['track', '{}'],
      ['page', '{}'],
      ['track', {}],
      ['track', '[[[[1]]]]'],
      ['track', `{"a":"${'x'.repeat(20)}"}`],
      ['track', '{"b":1}'],
      ['track', '{}'],
    ])
      record.emit(type, json);
    expect(record.emitted).toEqual([
      ['track', '{}'],
      ['track', '{"b":1}'],
    ]);
  });

  it('believes no outcome past its bounds', () => {
    expect(saidOutcome('returned', ['"0123456789"'], limits)).toEqual({ kind: 'returned' });
    expect(saidOutcome('returned', [{}], limits)).toEqual({ kind: 'returned' });
    expect(saidOutcome('returned', ['[1]'], limits)).toEqual({ kind: 'returned', json: '[1]' });
    expect(saidOutcome('threw', ['name', 7, 'stack'], limits)).toEqual({
      kind: 'threw',
      error: { name: 'na', message: '', stack: 'sta' },
    });
  });
});
