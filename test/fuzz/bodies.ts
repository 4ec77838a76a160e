import fc, { type Arbitrary } from 'fast-check';

/** Text that is sent as a body, before it is encoded. */
export type BodyText = {
  readonly bytes: Buffer;
  /** Whether it is what the operation asks for. */
  readonly isGood: boolean;
};

/** Bodies of an operation that takes JSON: good ones, and ones twisted in each way that has ever surprised a parser. */
export function jsonBodies(values: Arbitrary<unknown>): Arbitrary<BodyText> {
  const texts = values.map(value => JSON.stringify(value));
  return fc.oneof(
    { weight: 12, arbitrary: texts.map(good) },
    { weight: 2, arbitrary: twistedValues(values).map(value => bad(JSON.stringify(value))) },
    { weight: 2, arbitrary: twistedBytes(texts) },
    { weight: 1, arbitrary: fc.jsonValue().map(value => bad(JSON.stringify(value))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2_000 }).map(bytes => bad(Buffer.from(bytes))) },
    { weight: 2, arbitrary: fc.constantFrom(...hostile).map(text => bad(text)) },
  );
}

/** A value whose members are replaced, one or all of them, by what nobody expects there. */
function twistedValues(values: Arbitrary<unknown>): Arbitrary<unknown> {
  const odd = fc.oneof(fc.constantFrom(...oddValues), fc.jsonValue({ maxDepth: 3 }));
  return fc
    .tuple(
      values,
      fc.infiniteStream(odd),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.infiniteStream(fc.nat(999)),
    )
    .map(([value, replacements, share, dice]) =>
      twist(value, { share, roll: () => next(dice), odd: () => next(replacements) }),
    );
}

type Twister = { readonly share: number; readonly roll: () => number; readonly odd: () => unknown };

function twist(value: unknown, twister: Twister): unknown {
  if (twister.roll() < twister.share * 150) return twister.odd();
  if (Array.isArray(value)) return value.map(one => twist(one, twister));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, twist(member, twister)]));
}

function next<T>(stream: Iterator<T>): T {
  return stream.next().value as T;
}

/** Cut off, overwritten, or with something in between. */
function twistedBytes(texts: Arbitrary<string>): Arbitrary<BodyText> {
  return fc
    .tuple(texts, fc.nat(), fc.uint8Array({ maxLength: 4 }), fc.constantFrom('cut', 'overwrite', 'insert'))
    .map(([text, position, bytes, kind]) => {
      const body = Buffer.from(text);
      const at = position % (body.length + 1);
      const rest = kind === 'cut' ? 0 : kind === 'insert' ? at : at + bytes.length;
      return bad(
        Buffer.concat(
          [body.subarray(0, at), bytes, kind === 'cut' ? '' : body.subarray(rest)].map(part =>
            Buffer.from(part),
          ),
        ),
      );
    });
}

/**
 * Frozen, as they are shared: fast-check marks an object that a mapper returns as one to be made anew, with the mapper, wherever it is
 * met, and a shared `{}` would grow into a body inside bodies.
 */
const oddValues: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  ' ',
  '\0',
  '\ud800',
  '2026-02-30T99:99:99Z',
  '9999999999999999999999',
  'x'.repeat(101),
  'x'.repeat(33_000),
  [],
  {},
  [[]],
  { __proto__: null, constructor: {}, toString: 1 },
].map(value => Object.freeze(value));

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const batchOf = (count: number, event: string): string =>
  `{"batch":[${Array.from({ length: count }, () => event).join(',')}]}`;

/** Bodies that are trouble as they are. */
const hostile: readonly (string | Buffer)[] = [
  '',
  ' ',
  'null',
  '[]',
  '"batch"',
  '{',
  '{}{}',
  '{"batch":null}',
  '{"batch":{"length":3}}',
  '{"batch":[]}',
  '{"batch":[null,1,"x",[],{}]}',
  '{"batch":[],"batch":[{"type":"track","userId":"u","event":"twice"}]}',
  '{"__proto__":{"writeKey":"x"},"batch":[{"__proto__":{"type":"track"},"constructor":1}]}',
  '{"userId":1e999,"event":"E"}',
  '{"userId":-1e-999,"messageId":123456789012345678901234567890,"event":"E"}',
  '{"event":"\\ud800","userId":"\\udfff","properties":{"\\u0000":"\\u0000"}}',
  `{"event":"deep","userId":"u","properties":${deep(63)}}`,
  `{"event":"too deep","userId":"u","properties":${deep(2_000)}}`,
  `{"batch":[{"type":"track","userId":"u","event":"too deep","properties":${deep(2_000)}}]}`,
  batchOf(2_500, '{"type":"track","userId":"u","event":"E"}'),
  batchOf(2_501, '{}'),
  batchOf(1, JSON.stringify({ type: 'track', userId: 'u', event: 'x'.repeat(40_000) })),
  JSON.stringify({ userId: 'u', event: 'x'.repeat(32 * 1024) }),
  JSON.stringify({ batch: ['x'.repeat(500 * 1024)] }),
  'x'.repeat(1_000_000),
  JSON.stringify({
    userId: 'u',
    event: 'E',
    properties: Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`p${at}`, at])),
  }),
  '\ufeff{"userId":"u","event":"after a byte order mark"}',
  Buffer.from('{"userId":"u"}', 'utf16le'),
  Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from([0xed, 0xa0, 0x80]),
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
  'userId=u&event=E',
];

function good(text: string): BodyText {
  return { bytes: Buffer.from(text), isGood: true };
}

function bad(body: string | Buffer): BodyText {
  return { bytes: Buffer.from(body), isGood: false };
}
