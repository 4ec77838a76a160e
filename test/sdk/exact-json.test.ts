import { expect, it } from '@jest/globals';

import { isExactObject, parseExactly, spelled, textOf } from './exact-json.ts';

it('numbers keep the digits they were written with', () => {
  expect(parseExactly('{"a":[9007199254740993,1.0,"1"]}')).toEqual({
    a: [{ digits: '9007199254740993' }, { digits: '1.0' }, '1'],
  });
  expect(parseExactly('9007199254740993')).not.toEqual(parseExactly('9007199254740992'));
});

it('a member called __proto__ is a member', () => {
  expect(parseExactly('{"__proto__":{"a":"b"}}')).not.toEqual(parseExactly('{}'));
});

it('a number is no object', () => {
  expect(['1', '{}', '[]', 'null', '"a"'].map(text => isExactObject(parseExactly(text)))).toEqual([
    false,
    true,
    false,
    false,
    false,
  ]);
});

it('ids are texts or numbers, and anything else is none', () => {
  const ids = ['"a"', '9007199254740993', 'null', '{}', '["a"]', 'true'];
  expect(ids.map(text => textOf(parseExactly(text)))).toEqual(['a', '9007199254740993', '', '', '', '']);
});

it('a value is spelled for people with its own digits', () => {
  const text = '{"a":[9007199254740993,1.0,"\\n",null,true],"":{}}';
  expect(spelled(parseExactly(text))).toBe(text);
  expect(spelled(undefined)).toBe('absent');
});
