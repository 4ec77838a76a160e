import { describe, expect, it } from '@jest/globals';
import type { Event } from '@millrace/contracts';
import type { Arrival } from '@millrace/intake';

import { createIsBot } from './bots.ts';
import { aSource } from './fakes/a-source.ts';
import { acceptBatch } from './requests/accept-batch.ts';
import { acceptEvent } from './requests/accept-event.ts';

const RECEIVED_AT = Date.parse('2026-01-01T12:00:00.000Z');

function anArrival(overrides: Partial<Arrival> = {}): Arrival {
  return {
    source: aSource(),
    receivedAt: RECEIVED_AT,
    address: '203.0.113.9',
    userAgent: undefined,
    sender: 'any',
    isBot: userAgent => userAgent.includes('bot'),
    sentAt: undefined,
    newMessageId: () => 'assigned',
    ...overrides,
  };
}

const website = aSource({ isClientSide: true, isWebsite: true });

/** The envelope of one event sent to /v1/track as this text. */
function track(text: string, overrides: Partial<Arrival> = {}): Event {
  const reading = acceptEvent('track').read(text);
  if (reading.kind !== 'read') throw new Error(reading.kind);
  const [event] = reading.events(anArrival({ sentAt: reading.body.sentAt, ...overrides }));
  if (event === undefined) throw new Error('no event');
  return event;
}

/** The envelopes of a batch sent as this text. */
function batch(text: string, overrides: Partial<Arrival> = {}): readonly Event[] {
  const reading = acceptBatch().read(text);
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return reading.events(anArrival({ sentAt: reading.body.sentAt, ...overrides }));
}

describe('one event', () => {
  it('becomes an envelope with its members as they were written', () => {
    const text =
      '{"event":"Bought","userId":"u1","anonymousId":"a1","messageId":"m1","properties":{"id":9007199254740993},"context":{ "page":{} },"integrations":{"All":true},"traits":{"a":1},"channel":"server","version":"2"}';
    expect(track(text)).toEqual({
      messageId: 'm1',
      type: 'track',
      event: 'Bought',
      name: null,
      category: null,
      userId: 'u1',
      anonymousId: 'a1',
      groupId: null,
      previousId: null,
      sourceId: 'src_1',
      timestamp: RECEIVED_AT,
      originalTimestamp: RECEIVED_AT,
      sentAt: null,
      receivedAt: RECEIVED_AT,
      channel: 'server',
      version: '2',
      properties: '{"id":9007199254740993}',
      traits: '{"a":1}',
      context: '{ "page":{} }',
      integrations: '{"All":true}',
      malformed: [],
      refusal: null,
      original: text,
    });
  });

  it('is of the type that the path says', () => {
    expect(track('{"type":"identify","userId":"u"}').type).toBe('track');
  });

  it('gets a messageId when it has none', () => {
    expect(track('{}').messageId).toBe('assigned');
    expect(track('{"messageId":""}').messageId).toBe('assigned');
    expect(track('{"messageId":null}').malformed).toEqual([]);
    expect(track('{"messageId":{}}')).toMatchObject({ messageId: 'assigned', malformed: ['messageId'] });
  });

  it('is refused for a messageId of more than 100 characters', () => {
    expect(track(`{"messageId":"${'x'.repeat(100)}"}`).refusal).toBeNull();
    expect(track(`{"messageId":"${'x'.repeat(101)}"}`).refusal).toBe('bad_request');
  });

  it('may have numbers for ids, of which no digit is lost', () => {
    expect(track('{"userId":42,"anonymousId":9007199254740993,"groupId":-1.5}')).toMatchObject({
      userId: '42',
      anonymousId: '9007199254740993',
      groupId: '-1.5',
      malformed: [],
    });
  });

  it('has no id where the id is empty', () => {
    expect(track('{"userId":"","anonymousId":null}')).toMatchObject({
      userId: null,
      anonymousId: null,
      malformed: [],
    });
  });

  it('names the members that came with the wrong type', () => {
    const text =
      '{"event":5,"name":true,"category":[],"userId":{},"anonymousId":false,"properties":"x","traits":[],"context":1,"integrations":true,"timestamp":"soon","sentAt":{}}';
    const event = track(text);
    expect([...event.malformed].sort()).toEqual([
      'anonymousId',
      'category',
      'context',
      'event',
      'integrations',
      'name',
      'properties',
      'sentAt',
      'timestamp',
      'traits',
      'userId',
    ]);
    expect(event).toMatchObject({
      event: null,
      userId: null,
      properties: null,
      traits: null,
      original: text,
    });
  });

  it('is not fooled by names of the prototype', () => {
    const event = track(
      '{"__proto__":{"userId":"evil","event":"e"},"constructor":{"prototype":{}},"properties":{"__proto__":1}}',
    );
    expect(event).toMatchObject({ userId: null, event: null, properties: '{"__proto__":1}', malformed: [] });
    expect(({} as { userId?: string }).userId).toBeUndefined();
  });

  it('takes the last of a repeated member', () => {
    expect(track('{"userId":"a","userId":"b","properties":{"n":1},"properties":{"n":2}}')).toMatchObject({
      userId: 'b',
      properties: '{"n":2}',
    });
  });

  it('is marked when its source is switched off', () => {
    expect(track('{}', { source: { ...website, isEnabled: false } }).refusal).toBe('source_disabled');
  });
});

describe('times', () => {
  it('are corrected by the difference between the clocks', () => {
    const event = track('{"timestamp":"2026-01-01T09:59:50.000Z","sentAt":"2026-01-01T10:00:00.000Z"}');
    expect(event.timestamp).toBe(RECEIVED_AT - 10_000);
    expect(event.originalTimestamp).toBe(Date.parse('2026-01-01T09:59:50.000Z'));
    expect(event.sentAt).toBe(Date.parse('2026-01-01T10:00:00.000Z'));
  });

  it('are taken from originalTimestamp where a client sends that', () => {
    expect(track('{"originalTimestamp":"2026-01-01T11:00:00Z"}').timestamp).toBe(RECEIVED_AT - 3_600_000);
  });

  it('are not corrected by a sentAt that is no reading of a clock', () => {
    const event = track('{"timestamp":"2026-01-01T10:00:00Z","sentAt":"0001-01-01T00:00:00Z"}');
    expect(event.timestamp).toBe(Date.parse('2026-01-01T10:00:00Z'));
  });

  it('stay within what a date can be, whatever the two clocks claim', () => {
    for (const [timestamp, sentAt] of [
      [8.64e15, 0],
      [-8.64e15, 8.64e15],
    ])
      expect(track(JSON.stringify({ timestamp, sentAt })).timestamp).toBe(timestamp);
  });

  it("of a batch are all corrected by the request's own sentAt", () => {
    const events = batch(
      '{"sentAt":"2026-01-01T10:00:00Z","batch":[{"type":"track","timestamp":"2026-01-01T09:00:00Z","sentAt":"1999-01-01T00:00:00Z"},{"type":"track"}]}',
    );
    expect(events.map(({ timestamp }) => timestamp)).toEqual([RECEIVED_AT - 3_600_000, RECEIVED_AT]);
  });

  it('are ours, whatever the clock of a client that tells none', () => {
    for (const timestamp of [undefined, null, '', 'soon']) {
      const text = JSON.stringify({ timestamp, sentAt: '2026-01-01T10:00:00.000Z' });
      expect(track(text)).toMatchObject({ timestamp: RECEIVED_AT, originalTimestamp: RECEIVED_AT });
    }
  });
});

describe('the address', () => {
  const context = (text: string, overrides: Partial<Arrival> = {}): unknown =>
    JSON.parse(track(text, overrides).context ?? 'null');

  it('is filled for a website or app', () => {
    expect(context('{}', { source: website })).toEqual({ ip: '203.0.113.9' });
    expect(context('{"context":{"page":{"a":"}"}}}', { source: website })).toEqual({
      page: { a: '}' },
      ip: '203.0.113.9',
    });
    expect(context('{"context": { } }', { source: website })).toEqual({ ip: '203.0.113.9' });
  });

  it('is not filled for a server, unless the call is direct or of a client channel', () => {
    expect(context('{"context":{}}')).toEqual({});
    expect(context('{"context":{"direct":true}}')).toEqual({ direct: true, ip: '203.0.113.9' });
    expect(context('{"channel":"mobile"}')).toEqual({ ip: '203.0.113.9' });
  });

  it('stays as the client sent it', () => {
    expect(context('{"context":{"ip":"0.0.0.0"}}', { source: website })).toEqual({ ip: '0.0.0.0' });
    expect(context('{"context":{"ip":null}}', { source: website })).toEqual({ ip: null });
  });

  it('is what the path says: a device has one and a server has none', () => {
    expect(context('{}', { sender: 'device' })).toEqual({ ip: '203.0.113.9' });
    expect(context('{}', { sender: 'server', source: website })).toBeNull();
    expect(context('{"channel":"web"}', { sender: 'server' })).toBeNull();
    expect(context('{"context":{"direct":true}}', { sender: 'server' })).toEqual({
      direct: true,
      ip: '203.0.113.9',
    });
  });
});

describe('a bot', () => {
  const [person, bot] = ['Firefox', 'Googlebot'];
  const says = (userAgent: string): string => JSON.stringify({ context: { userAgent } });
  const judged = (text: string, overrides: Partial<Arrival>): unknown[] => {
    const event = track(text, { address: undefined, ...overrides });
    return [(JSON.parse(event.context ?? '{}') as { bot?: unknown }).bot, event.refusal];
  };
  const blocking = aSource({ isClientSide: true, isWebsite: true, settings: { bots: 'block' } });

  it('is known by the user agent of its event, whoever sends it', () => {
    expect(judged(says(bot), {})).toEqual([true, null]);
    expect(judged(says(bot), { sender: 'server' })).toEqual([true, null]);
    expect(judged(says(person), {})).toEqual([undefined, null]);
    expect(track(says(bot), { address: undefined }).context).toBe('{"userAgent":"Googlebot","bot":true}');
  });

  it('is known by the user agent of the request, where that is a browser', () => {
    const userAgent = bot;
    expect(judged('{}', { userAgent, source: website })).toEqual([true, null]);
    expect(judged('{"channel":"web"}', { userAgent })).toEqual([true, null]);
    expect(judged('{}', { userAgent, sender: 'image' })).toEqual([true, null]);
    expect(judged(says(person), { userAgent, source: website })).toEqual([undefined, null]);
  });

  it('is not a library that an app or a server sends with', () => {
    const userAgent = bot;
    expect(judged('{}', { userAgent })).toEqual([undefined, null]);
    expect(judged('{}', { userAgent, source: aSource({ isClientSide: true }) })).toEqual([undefined, null]);
    expect(judged('{}', { userAgent, source: website, sender: 'server' })).toEqual([undefined, null]);
  });

  it.each([
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
    'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html',
    'Mozilla/5.0',
  ])('is not what loads the image of a mail for its reader: %s', userAgent => {
    const isBot = createIsBot(10);
    expect(judged('{}', { userAgent, isBot, source: blocking, sender: 'image' })).toEqual([undefined, null]);
    // No page is browsed with it.
    expect(judged('{}', { userAgent, isBot, source: blocking })).toEqual([true, 'bot']);
  });

  it('is refused where the source blocks bots', () => {
    expect(judged(says(bot), { source: blocking })).toEqual([true, 'bot']);
    expect(judged(says(person), { source: blocking })).toEqual([undefined, null]);
    expect(judged(says(bot), { source: { ...blocking, isEnabled: false } })).toEqual([
      true,
      'source_disabled',
    ]);
  });

  it('keeps what it says of itself, and is refused all the same', () => {
    const text = JSON.stringify({ context: { userAgent: bot, bot: false } });
    expect(judged(text, { source: blocking })).toEqual([false, 'bot']);
  });

  it('is found in a batch whose context says so', () => {
    const [event] = batch(`{"context":{"userAgent":"${bot}"},"batch":[{"type":"track"}]}`);
    expect(event?.context).toBe(`{"userAgent":"${bot}","bot":true}`);
  });
});

describe('an image', () => {
  it('says whose it is: address and user agent of who loads it', () => {
    const overrides = { sender: 'image', userAgent: 'Firefox' } as const;
    expect(track('{}', overrides).context).toBe('{"ip":"203.0.113.9","userAgent":"Firefox"}');
    expect(track('{"context":{"userAgent":"Mail"}}', overrides).context).toBe(
      '{"userAgent":"Mail","ip":"203.0.113.9"}',
    );
  });
});

describe('a batch', () => {
  it('gives its context and integrations to each of its events, whose own members win', () => {
    const events = batch(
      '{"context":{"device":{"type":"phone"},"locale":"de"},"integrations":{"All":false},"batch":[{"type":"identify","context":{"locale":"en"}},{"type":"track","integrations":{"All":true,"X":1}}]}',
    );
    expect(events.map(event => JSON.parse(event.context ?? 'null') as unknown)).toEqual([
      { device: { type: 'phone' }, locale: 'en' },
      { device: { type: 'phone' }, locale: 'de' },
    ]);
    expect(events.map(event => JSON.parse(event.integrations ?? 'null') as unknown)).toEqual([
      { All: false },
      { All: true, X: 1 },
    ]);
    expect(events.map(event => event.original)).toEqual([
      '{"type":"identify","context":{"locale":"en"}}',
      '{"type":"track","integrations":{"All":true,"X":1}}',
    ]);
  });

  it('judges each of its events by itself', () => {
    const deep = '['.repeat(100) + ']'.repeat(100);
    const long = JSON.stringify('x'.repeat(40_000));
    const events = batch(
      `{"batch":[{"type":"track","event":"ok"},null,5,"text",[1],{"type":7},{"type":"track","properties":{"p":${deep}}},{"type":"track","properties":{"p":${long}}},{"event":"no type"}]}`,
    );
    expect(events.map(({ type, refusal }) => [type, refusal])).toEqual([
      ['track', null],
      ['', 'bad_request'],
      ['', 'bad_request'],
      ['', 'bad_request'],
      ['', 'bad_request'],
      ['', null],
      ['track', 'bad_request'],
      ['track', 'bad_request'],
      ['', null],
    ]);
    expect(events.map(({ original }) => original).slice(1, 5)).toEqual(['null', '5', '"text"', '[1]']);
    expect(events[5]?.malformed).toEqual(['type']);
  });

  it('has an event that fills it in one record, with its text once', () => {
    const long = JSON.stringify({ type: 'track', event: 'Long', properties: { note: 'x'.repeat(500_000) } });
    const [event] = batch(`{"batch":[${long}],"context":{"app":{"name":"Tee"}}}`);
    expect(event).toMatchObject({ event: 'Long', refusal: 'bad_request', original: long, properties: null });
    expect(JSON.stringify(event).length).toBeLessThan(600_000);
  });

  it.each([
    ['no batch', '{}', 'bad_request'],
    ['a batch that is no list', '{"batch":{}}', 'bad_request'],
    ['an empty batch', '{"batch":[]}', 'empty_batch'],
    [
      'more than 2500 events',
      `{"batch":[${Array.from({ length: 2501 }, () => '{}').join(',')}]}`,
      'bad_request',
    ],
  ])('is recorded as one failure when it has %s', (_what, text, refusal) => {
    const events = batch(text);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ refusal, original: text, messageId: 'assigned' });
  });

  it('may have 2500 events', () => {
    expect(batch(`{"batch":[${Array.from({ length: 2500 }, () => '{}').join(',')}]}`)).toHaveLength(2500);
  });

  it('gives its own timestamp to events that have none, corrected by its sentAt', () => {
    const times = '"timestamp":"2026-01-01T10:00:00.000Z","sentAt":"2026-01-01T10:00:01.000Z"';
    const events = batch(
      `{${times},"batch":[{"type":"track"},{"type":"track","originalTimestamp":"2026-01-01T09:00:00.000Z"},{"type":"track","timestamp":"x"}]}`,
    );
    expect(events.map(({ originalTimestamp }) => new Date(originalTimestamp).toISOString())).toEqual([
      '2026-01-01T10:00:00.000Z',
      '2026-01-01T09:00:00.000Z',
      '2026-01-01T10:00:00.000Z',
    ]);
    expect(events[0]?.timestamp).toBe(RECEIVED_AT - 1_000);
    expect(events.map(({ malformed }) => malformed)).toEqual([[], [], ['timestamp']]);
    expect(batch('{"timestamp":"x","batch":[{"type":"track"}]}')[0]).toMatchObject({
      timestamp: RECEIVED_AT,
      malformed: [],
    });
  });

  it('ignores a context that is no object', () => {
    expect(batch('{"context":"x","integrations":[],"batch":[{"type":"track"}]}')[0]).toMatchObject({
      context: null,
      integrations: null,
      malformed: [],
    });
  });
});

describe('what is no event at all', () => {
  it.each([
    ['', 'invalidJson'],
    ['{', 'invalidJson'],
    ['{"a":01}', 'invalidJson'],
    ['null', 'notAnObject'],
    ['[]', 'notAnObject'],
    ['"x"', 'notAnObject'],
  ])('%p is refused as %s', (text, reply) => {
    expect(acceptEvent('track').read(text)).toEqual({ kind: 'refused', reply });
    expect(acceptBatch().read(text)).toEqual({ kind: 'refused', reply });
  });

  it('a single event nested too deeply is refused', () => {
    const nested = (depth: number): string => `{"p":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(acceptEvent('track').read(nested(64)).kind).toBe('read');
    expect(acceptEvent('track').read(nested(65))).toEqual({ kind: 'refused', reply: 'tooDeep' });
  });
});
