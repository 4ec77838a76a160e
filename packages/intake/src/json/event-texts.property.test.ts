import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { batchTexts, eventTexts, memberText } from './event-texts.ts';
import { mergeObjects } from './merge-objects.ts';

const members = ['properties', 'traits', 'context', 'integrations'] as const;

/** JSON text of an object that may name members twice, write names with escapes, and put white space anywhere. */
const objectText = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom(...members, 'batch', 'userId', '__proto__', ''),
          fc.string({ unit: 'binary' }),
        ),
        fc.jsonValue(),
        fc.boolean(),
      ),
      { maxLength: 8 },
    ),
    fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 3 }),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([entries, space, indent]) => {
    const written = entries.map(([name, value, isEscaped]) => {
      const text = isEscaped ? escaped(name) : JSON.stringify(name);
      return `${space}${text}${space}:${space}${JSON.stringify(value, undefined, indent)}${space}`;
    });
    return `{${written.join(',')}${space}}`;
  });

/** The same string, each character as \uXXXX. */
function escaped(name: string): string {
  const codes = Array.from({ length: name.length }, (_, at) =>
    name.charCodeAt(at).toString(16).padStart(4, '0'),
  );
  return `"${codes.map(code => `\\u${code}`).join('')}"`;
}

const parse = (text: string | undefined): unknown =>
  text === undefined ? undefined : (JSON.parse(text) as unknown);
const options = { numRuns: 300, seed: 3 };

function ownMember(object: unknown, name: string): unknown {
  return Object.getOwnPropertyDescriptor(object, name)?.value as unknown;
}

describe('cutting up an event', () => {
  it('gives each member as JSON.parse reads it, and the whole as it was', () => {
    fc.assert(
      fc.property(objectText, text => {
        const texts = eventTexts(text);
        expect(texts.original).toBe(text);
        for (const name of members) expect(parse(texts[name])).toEqual(ownMember(JSON.parse(text), name));
        for (const name of ['__proto__', 'userId', '']) {
          expect(parse(memberText(text, name))).toEqual(ownMember(JSON.parse(text), name));
        }
      }),
      options,
    );
  });

  it('gives exactly the characters that were written', () => {
    const text = '{ "properties" : { "id": 9007199254740993, "n": 1.0e+2, "s": "\\u00e9\\/" } , "traits":{}}';
    expect(eventTexts(text).properties).toBe('{ "id": 9007199254740993, "n": 1.0e+2, "s": "\\u00e9\\/" }');
  });

  it.each([
    ['1', 0],
    ['{}', 1],
    ['{"a":1}', 1],
    ['{"a":[1,{"b":2}]}', 3],
    ['{"a":{},"b":[[[]]]}', 4],
    ['{"a":"[[[[{"}', 1],
    ['[[1]]', 2],
  ])('knows how deep %s is', (text, depth) => {
    expect(eventTexts(text).depth).toBe(depth);
  });
});

describe('cutting up a batch', () => {
  it('gives each event as JSON.parse reads it, with its members', () => {
    const events = fc.array(
      fc.oneof(
        objectText,
        fc.jsonValue().map(value => JSON.stringify(value)),
      ),
      { maxLength: 6 },
    );
    const body = fc.tuple(events, objectText, fc.boolean()).map(([texts, more, isFirst]) => {
      const batch = `"batch" : [ ${texts.join(' , ')} ]`;
      const rest = more.slice(1, -1).trim();
      if (rest === '') return `{${batch}}`;
      return isFirst ? `{${batch},${rest}}` : `{${rest},${batch}}`;
    });
    fc.assert(
      fc.property(body, text => {
        const parsed = JSON.parse(text) as { readonly batch: unknown };
        const cut = batchTexts(text);
        expect(cut.events.map(({ original }) => parse(original))).toEqual(
          Array.isArray(parsed.batch) ? parsed.batch : [],
        );
        for (const event of cut.events) {
          const whole = parse(event.original);
          const isObject = typeof whole === 'object' && whole !== null && !Array.isArray(whole);
          for (const name of members) {
            expect(parse(event[name])).toEqual(isObject ? ownMember(whole, name) : undefined);
          }
        }
        expect(parse(cut.context)).toEqual(ownMember(parsed, 'context'));
        expect(parse(cut.integrations)).toEqual(ownMember(parsed, 'integrations'));
      }),
      options,
    );
  });

  it('walks deep nesting without recursion', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const cut = batchTexts(`{"batch":[{"properties":${deep}},{"type":"track"}]}`);
    expect(cut.events.map(({ depth }) => depth)).toEqual([100_001, 1]);
  });
});

describe('merging objects', () => {
  it('is what spreading one over the other is', () => {
    fc.assert(
      fc.property(objectText, objectText, (under, over) => {
        const merged = JSON.parse(mergeObjects(under, over)) as object;
        const expected = new Map([
          ...Object.entries(JSON.parse(under) as object),
          ...Object.entries(JSON.parse(over) as object),
        ]);
        expect(new Map(Object.entries(merged))).toEqual(expected);
      }),
      options,
    );
  });
});
