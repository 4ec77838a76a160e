import { describe, expect, it } from '@jest/globals';

import { parseExactly, type ExactObject } from '../sdk/exact-json.ts';
import { hasMembers, unmetExpectations } from './expectation.ts';

const parse = (text: string): ExactObject => parseExactly(text) as ExactObject;
const unmet = (expected: string, archived: string): readonly string[] =>
  unmetExpectations(parse(expected), parse(archived));

describe('what a caller meant', () => {
  it.each([
    ['more members of the event', '{"userId":"u"}', '{"userId":"u","messageId":"m"}'],
    [
      'more members of the context',
      '{"context":{"ip":"::1"}}',
      '{"context":{"ip":"::1","library":{"name":"x"}}}',
    ],
    [
      'the same number, written in another way',
      '{"a":[100,0.5,-1e-7,0]}',
      '{"a":[1.00e2,5E-1,-0.0000001,-0.0]}',
    ],
    ['what a pattern describes', '{"a":{"$matches":"^m-"},"n":{"$matches":"^1$"}}', '{"a":"m-1","n":1}'],
    ['nothing where there must be none', '{"a":{"$absent":true}}', '{}'],
    ['members in another order', '{"p":{"a":1,"b":null}}', '{"p":{"b":null,"a":1}}'],
  ])('is met by %s', (_what, expected, archived) => {
    expect(unmet(expected, archived)).toEqual([]);
  });

  it.each([
    [
      'another last digit',
      '{"n":9007199254740993}',
      '{"n":9007199254740992}',
      'n is 9007199254740992, not 9007199254740993',
    ],
    ['a text for a number', '{"n":1}', '{"n":"1"}', 'n is "1", not 1'],
    ['no member', '{"a":null}', '{}', 'a is absent, not null'],
    ['one member more', '{"p":{"a":1}}', '{"p":{"a":1,"b":{}}}', 'p.b is {}, not absent'],
    ['one item more', '{"p":{"a":[1]}}', '{"p":{"a":[1,2]}}', 'p.a is [1,2], not [1]'],
    [
      'more inside of the context',
      '{"context":{"app":{}}}',
      '{"context":{"app":{"a":1}}}',
      'context.app.a is 1, not absent',
    ],
    ['no context', '{"context":{"a":{}}}', '{}', 'context.a is absent, not {}'],
    ['an empty list for an object', '{"p":{}}', '{"p":[]}', 'p is [], not {}'],
    ['an empty object for a list', '{"p":[]}', '{"p":{}}', 'p is {}, not []'],
    [
      'what no pattern describes',
      '{"a":{"$matches":"^m-"}}',
      '{"a":"n"}',
      'a is "n", not {"$matches":"^m-"}',
    ],
    ['what must not be there', '{"a":{"$absent":true}}', '{"a":null}', 'a is null, not {"$absent":true}'],
  ])('is not met by %s', (_what, expected, archived, difference) => {
    expect(unmet(expected, archived)).toEqual([difference]);
  });
});

it('an event is known by all of the members that identify it', () => {
  const event = parse('{"type":"track","userId":"u","event":"E"}');
  expect(hasMembers(event, parse('{"type":"track","event":"E"}'))).toBe(true);
  expect(hasMembers(event, parse('{"type":"track","event":"F"}'))).toBe(false);
});
