import { describe, expect, it } from '@jest/globals';
import { prepareSession } from './session-sql.ts';

const nothing = { database: undefined, settings: new Map(), params: new Map(), readOnly: false };

describe('prepareSession', () => {
  it('needs no SQL when nothing was asked for', () => {
    expect(prepareSession(nothing)).toEqual([]);
  });

  it('gives each value as text that cannot end early', () => {
    const params = new Map([['x', "a\\'b'; DROP TABLE t"]]);
    expect(prepareSession({ ...nothing, params })).toEqual(["SET param_x = 'a\\\\\\'b\\'; DROP TABLE t'"]);
  });

  it('forbids changes last, so that its own settings still pass', () => {
    const request = {
      ...nothing,
      database: 'a`b',
      settings: new Map([['max_threads', '1']]),
      readOnly: true,
    };
    expect(prepareSession(request)).toEqual(['USE `a\\`b`', "SET max_threads = '1'", 'SET readonly = 2']);
  });
});
