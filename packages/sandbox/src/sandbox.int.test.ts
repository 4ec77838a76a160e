import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GuardedFetch } from '@millrace/egress';

import { dialects, type Sandbox } from './index.ts';
import { aCall, kindOf, returnedBy, startSandbox } from './fixtures/run-source.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('a source function', () => {
  it('reads the request and its settings, and sends events in order', async () => {
    const code = `
      async function onRequest(request, settings) {
        const { id } = await request.json();
        Segment.identify({ userId: String(id), traits: { from: request.url.searchParams.get('a') } });
        Segment.track({ userId: String(id), event: request.method + ' ' + request.headers.get('content-type') });
        Segment.set({ collection: 'things', id: 'x', properties: { key: settings.apiKey } });
      }`;
    expect(await sandbox.run(aCall(code))).toMatchObject({
      outcome: { kind: 'returned' },
      emitted: [
        { type: 'identify', event: { userId: '7', traits: { from: '1' } } },
        { type: 'track', event: { userId: '7', event: 'POST application/json' } },
        { type: 'set', event: { collection: 'things', id: 'x', properties: { key: 'k' } } },
      ],
      fetches: [],
    });
  });

  it('may read the body without waiting, and again, as in Segment', async () => {
    const code = `
      function onRequest(request) {
        const body = request.json();
        return [body.id, request.json().id, request.text()];
      }`;
    expect((await sandbox.run(aCall(code))).outcome).toEqual({
      kind: 'returned',
      value: [7, 7, '{"id":7}'],
    });
  });

  it('sends an event as it is at the moment of the call', async () => {
    const run = await sandbox.run(
      aCall(
        'function onRequest() { const event = { event: "a" }; Segment.track(event); event.event = "b"; Segment.track(event) }',
      ),
    );
    expect(run.emitted.map(({ event }) => event['event'])).toEqual(['a', 'b']);
  });

  it.each([
    [
      'return { status: 202, headers: { a: "b" }, body: "c" }',
      { status: 202, headers: { a: 'b' }, body: 'c' },
    ],
    [
      'return new Response("c", { status: 202, headers: { a: "b" } })',
      { status: 202, headers: { a: 'b', 'content-type': 'text/plain;charset=UTF-8' }, body: 'c' },
    ],
    [
      'return Response.json({ ok: true })',
      { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' },
    ],
    ['return undefined', undefined],
  ])('may answer by itself: %s', async (body, value) => {
    expect(await returnedBy(sandbox, body)).toEqual(value);
  });

  it('reads a form', async () => {
    const run = await sandbox.run(
      aCall(
        'async function onRequest(request) { const form = await request.formData(); return [form.get("a"), form.getAll("b")] }',
        {
          args: [
            {
              method: 'POST',
              url: 'https://h.example/',
              headers: [['content-type', 'application/x-www-form-urlencoded']],
              body: 'a=1+2&b=%C3%BC&b=3',
            },
          ],
        },
      ),
    );
    expect(run.outcome).toEqual({ kind: 'returned', value: ['1 2', ['ü', '3']] });
  });

  it('throws the errors of its kind, and who runs it sees which', async () => {
    const { outcome, emitted, logs } = await sandbox.run(
      aCall(
        'function onRequest() { Segment.track({ event: "a" }); console.warn("no", { a: [1n, undefined] }); throw new RetryError("later") }',
      ),
    );
    expect(outcome).toMatchObject({ kind: 'threw', error: { name: 'RetryError', message: 'later' } });
    expect(emitted).toHaveLength(1);
    expect(logs).toEqual([{ level: 'warn', at: expect.any(Number), text: 'no {"a":["1n","[undefined]"]}' }]);
  });

  it.each(['null', '1', '"text"', '[]', 'undefined', '() => {}'])(
    'may not send %s as an event',
    async event => {
      expect(await returnedBy(sandbox, `Segment.track(${event})`)).toMatchObject({
        kind: 'threw',
        error: { message: 'Segment.track takes an object' },
      });
    },
  );

  it('keeps its globals from call to call, one call at a time', async () => {
    const counting = aCall(
      'let calls = 0; let inside = 0; async function onRequest() { if (++inside > 1) throw new Error("two at once"); await new Promise(go => setTimeout(go, 5)); inside--; return ++calls }',
    );
    for (let call = 1; call <= 3; call++)
      expect((await sandbox.run(counting)).outcome).toEqual({ kind: 'returned', value: call });
    const runs = await Promise.all(Array.from({ length: 12 }, () => sandbox.run(counting)));
    expect(new Set(runs.map(kindOf))).toEqual(new Set(['returned']));
  });

  it('shares nothing with another function', async () => {
    await sandbox.run(aCall('function onRequest() { globalThis.secret = 1; Object.prototype.secret = 1 }'));
    expect(await returnedBy(sandbox, 'return typeof secret + typeof ({}).secret')).toBe('undefinedundefined');
  });

  it('gets the code it was called with, also under a key that had another', async () => {
    const calls = ['1', '2', '1'].map(value =>
      aCall(`function onRequest() { return ${value} }`, {
        program: { key: 'same', code: `function onRequest() { return ${value} }` },
      }),
    );
    for (const call of calls) expect(kindOf(await sandbox.run(call))).toBe('returned');
    expect((await sandbox.run(calls[1] ?? aCall(''))).outcome).toEqual({ kind: 'returned', value: 2 });
  });

  it('is answered once a call: an earlier call that is woken by a later one says nothing', async () => {
    const waking = aCall(`let wake; async function onRequest() {
      if (wake === undefined) {
        setTimeout(() => { throw new Error('first') }, 1);
        return await new Promise(go => { wake = () => go('from the first call') });
      }
      wake();
      await new Promise(go => setTimeout(go, 10));
      Segment.track({ event: 'second' });
      return 'second';
    }`);
    expect((await sandbox.run(waking)).outcome).toMatchObject({ kind: 'threw', error: { message: 'first' } });
    expect(await sandbox.run(waking)).toMatchObject({
      outcome: { kind: 'returned', value: 'second' },
      emitted: [{ event: { event: 'second' } }],
    });
  });

  it('ends with what a timer of it throws', async () => {
    expect(
      await returnedBy(
        sandbox,
        'await new Promise(() => setTimeout(() => { throw new RetryError("in a timer") }, 1))',
      ),
    ).toMatchObject({
      kind: 'threw',
      error: { name: 'RetryError', message: 'in a timer' },
    });
  });

  it.each([
    ['that it does not wait for', 'save(); await fetch("https://a.example/"); return 1'],
    ['that it takes too late', 'const saved = save(); await fetch("https://a.example/"); await saved'],
    ['as it returns', 'save(); return 1'],
    [
      'in a microtask',
      'queueMicrotask(() => { throw new RetryError("not saved") }); await new Promise(() => {})',
    ],
  ])('ends with what a promise is rejected with %s', async (_when, body) => {
    const code = `
      async function save() { throw new RetryError('not saved') }
      async function onRequest() { ${body} }`;
    const { outcome } = await sandbox.run(aCall(code));
    expect(outcome).toMatchObject({
      kind: 'threw',
      error: { name: 'RetryError', message: 'not saved', stack: expect.stringContaining('function.js:') },
    });
  });
});

describe('other dialects', () => {
  it('have their own handlers, globals and error classes', async () => {
    const names = 'typeof Segment + " " + typeof Request + " " + typeof DropEvent';
    const call = {
      args: [{ event: 'a' }],
      program: {
        key: 'insert',
        code: `function onTrack(event, settings) { event.seen = ${names}; return event }`,
      },
    };
    const { outcome } = await sandbox.run(
      aCall('', { ...call, dialect: dialects.insert, handler: 'onTrack' }),
    );
    expect(outcome).toEqual({
      kind: 'returned',
      value: { event: 'a', seen: 'undefined undefined function' },
    });
  });

  it('say which handler is missing', async () => {
    const { outcome } = await sandbox.run(aCall('1', { dialect: dialects.destination, handler: 'onTrack' }));
    expect(outcome).toMatchObject({ kind: 'threw', error: { message: 'the function has no onTrack' } });
  });
});

describe('fetch', () => {
  it('gives the reply and is recorded without credentials', async () => {
    const run = await sandbox.run(
      aCall(`async function onRequest() {
        const reply = await fetch(new URL('https://u:p@api.example/x?y=1'), { method: 'PUT', body: new URLSearchParams({ a: 'ü' }) });
        return [reply.status, reply.ok, reply.headers.get('content-type'), await reply.json()];
      }`),
    );
    expect(run.outcome).toEqual({
      kind: 'returned',
      value: [200, true, 'application/json', { method: 'PUT', body: 'a=%C3%BC' }],
    });
    expect(run.fetches).toEqual([
      { method: 'PUT', url: 'https://api.example/x?y=1', status: 200, durationMs: expect.any(Number) },
    ]);
  });

  it('carries bytes as they are, both ways', async () => {
    const body = `
      const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
      const reply = await fetch('https://api.example/', { method: 'POST', body: bytes });
      return Array.from(new TextEncoder().encode((await reply.json()).body)).length > 256;`;
    expect(await returnedBy(sandbox, body)).toBe(true);
  });

  it('rejects where there is no reply, and the record says why', async () => {
    const refuse: GuardedFetch = () =>
      Promise.resolve({
        kind: 'failure',
        code: 'address-refused',
        message: '10.0.0.1 is not a public address',
      });
    const refusing = await startSandbox({ fetch: refuse });
    const run = await refusing.run(aCall('async function onRequest() { await fetch("http://10.0.0.1/") }'));
    await refusing.close();
    expect(run.outcome).toMatchObject({
      kind: 'threw',
      error: { name: 'TypeError', message: 'fetch failed: 10.0.0.1 is not a public address' },
    });
    expect(run.fetches).toEqual([
      {
        method: 'GET',
        url: 'http://10.0.0.1/',
        error: 'address-refused: 10.0.0.1 is not a public address',
        durationMs: expect.any(Number),
      },
    ]);
  });

  it('is given up when the call is over', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const hang: GuardedFetch = (_request, signal) => {
      signals.push(signal);
      return new Promise(resolve =>
        signal?.addEventListener('abort', () => resolve({ kind: 'failure', code: 'aborted', message: '' })),
      );
    };
    const hanging = await startSandbox({ fetch: hang });
    const run = await hanging.run(
      aCall('async function onRequest() { await fetch("https://a.example/") }', { timeoutMs: 100 }),
    );
    await hanging.close();
    expect([kindOf(run), signals[0]?.aborted]).toEqual(['timed-out', true]);
    expect(run.fetches).toMatchObject([{ error: 'the call was over before a reply came' }]);
  });
});

describe('check', () => {
  const check = (code: string) => sandbox.check({ key: 'checked', code, dialect: dialects.destination });

  it('names the handlers a program defines, whichever way', async () => {
    const code =
      'function onTrack() {} const onPage = async () => {}; var onBatch = 1; let onScreen = class {}; function other() {}';
    expect(await check(code)).toEqual({ handlers: ['onTrack', 'onPage', 'onScreen'] });
  });

  it.each([
    ['let a = 1;\n  let b = ;', { message: "Unexpected token ';'", line: 2, column: 11 }],
    [
      'function onTrack() { await 1 }',
      { message: expect.stringContaining('await is only valid'), line: 1, column: 22 },
    ],
    ['import a from "b"', { message: 'Cannot use import statement outside a module', line: 1, column: 1 }],
    ['\n\nnope.nope', { message: 'ReferenceError: nope is not defined', line: 3, column: 1 }],
    ['for (;;) {}', { message: expect.stringContaining('does not come to an end'), line: 0, column: 0 }],
    ['throw 1', { message: expect.any(String), line: 0, column: 0 }],
    [
      '('.repeat(50_000),
      { message: expect.any(String), line: expect.any(Number), column: expect.any(Number) },
    ],
  ])('says what is wrong and where: %#', async (code, problem) => {
    expect(await check(code)).toEqual({ problem });
  });
});

describe('a sandbox', () => {
  it('takes no more than may wait, and gives each a place in time or says that it has none', async () => {
    const small = await startSandbox({
      callsPerProcess: 1,
      callsPerProgram: 1,
      waitingCalls: 2,
      maxWaitMs: 100,
    });
    const slow = aCall('async function onRequest() { await new Promise(go => setTimeout(go, 300)) }');
    const runs = await Promise.all(Array.from({ length: 4 }, () => small.run(slow)));
    await small.close();
    const overloaded = { kind: 'unavailable', reason: 'overloaded' };
    expect(runs.map(({ outcome }) => outcome)).toEqual([
      { kind: 'returned' },
      overloaded,
      overloaded,
      overloaded,
    ]);
  });

  it('lets others pass where one function has all the places it may have', async () => {
    const small = await startSandbox({ callsPerProcess: 2, callsPerProgram: 1 });
    const ends: string[] = [];
    const slow = aCall('async function onRequest() { await new Promise(go => setTimeout(go, 200)) }');
    await Promise.all([
      small.run(slow).then(() => ends.push('slow')),
      small.run(slow).then(() => ends.push('slow')),
      small.run(aCall('function onRequest() {}')).then(() => ends.push('other')),
    ]);
    await small.close();
    expect(ends).toEqual(['other', 'slow', 'slow']);
  });

  it('gives up a call that is aborted, before it has a place and after', async () => {
    const aborting = new AbortController();
    const wait = aCall('async function onRequest() { await new Promise(() => {}) }');
    const runs = [sandbox.run(wait, AbortSignal.abort()), sandbox.run(wait, aborting.signal)];
    setTimeout(() => aborting.abort(), 50);
    for (const run of runs) expect((await run).outcome).toEqual({ kind: 'unavailable', reason: 'aborted' });
    expect(sandbox.load().waiting).toBe(0);
  });

  it('takes no arguments past their bound', async () => {
    const small = await startSandbox({ argumentChars: 1_000 });
    const run = await small.run(aCall('function onRequest() {}', { settings: { a: 'x'.repeat(2_000) } }));
    await small.close();
    expect(run.outcome).toMatchObject({ kind: 'threw', error: { name: 'RangeError' } });
  });

  it('answers what is under way when it closes, and what comes later', async () => {
    const closing = await startSandbox();
    const run = closing.run(aCall('async function onRequest() { await new Promise(() => {}) }'));
    await new Promise(resolve => setTimeout(resolve, 50));
    await closing.close();
    const closed = { kind: 'unavailable', reason: 'closed' };
    expect((await run).outcome).toEqual(closed);
    expect((await closing.run(aCall('function onRequest() {}'))).outcome).toEqual(closed);
  });
});
