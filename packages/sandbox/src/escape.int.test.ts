import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createEgress } from '@millrace/egress';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Sandbox } from './index.ts';
import { aCall, kindOf, returnedBy, startSandbox } from './fixtures/run-source.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** Code that harms nobody, to see that others are well. */
const neighbour = aCall('function onRequest() { return "well" }');

describe('nothing of the host', () => {
  it.each([
    ['process', 'typeof process'],
    ['require', 'typeof require'],
    ['module', 'typeof module'],
    ['Buffer', 'typeof Buffer'],
    ['global', 'typeof global'],
    ['WebAssembly', 'typeof WebAssembly'],
    ['SharedArrayBuffer', 'typeof SharedArrayBuffer'],
    ['Atomics', 'typeof Atomics'],
    ['WeakRef', 'typeof WeakRef'],
    ['FinalizationRegistry', 'typeof FinalizationRegistry'],
    ['the way in', 'typeof __boot'],
  ])('has a name in a function: %s', async (_name, expression) => {
    expect(await returnedBy(sandbox, `return ${expression};`)).toBe('undefined');
  });

  it('is in the globals: they are the language and what the dialect says', async () => {
    const names = (await returnedBy(
      sandbox,
      'return Object.getOwnPropertyNames(globalThis).sort();',
    )) as string[];
    const ours = names.filter(name => !Object.hasOwn(languageGlobals, name));
    expect(ours).toEqual([
      'EventNotSupported',
      'Headers',
      'InvalidEventPayload',
      'Request',
      'Response',
      'RetryError',
      'Segment',
      'TextDecoder',
      'TextEncoder',
      'URL',
      'URLSearchParams',
      'ValidationError',
      'atob',
      'btoa',
      'clearTimeout',
      'console',
      'crypto',
      'fetch',
      'onRequest',
      'queueMicrotask',
      'setTimeout',
      'structuredClone',
    ]);
  });

  it.each([
    ['an object', '({})'],
    ['fetch', 'fetch'],
    ['a promise of fetch', 'fetch("https://a.example/")'],
    ['console.log', 'console.log'],
    ['Segment.track', 'Segment.track'],
    ['the request', 'request'],
    ['its headers', 'request.headers'],
    ['its URL', 'request.url'],
    ['settings', 'settings'],
    ['a timer', 'setTimeout'],
    ['crypto', 'crypto'],
    ['a hash', 'crypto.createHash("md5")'],
    ['an error of ours', '(() => { try { crypto.createHash("x") } catch (error) { return error } })()'],
    ['an error of the engine', '(() => { try { null.x } catch (error) { return error } })()'],
    ['a rejection', 'await fetch("https://a.example/").then(r => r.formData()).catch(error => error)'],
  ])('is behind the constructors of %s', async (_name, expression) => {
    const code = `
      const seen = [];
      for (let value = ${expression}, steps = 0; steps < 5 && value; steps++, value = value.constructor) {
        if (value.constructor && value.constructor.constructor !== Function) seen.push('another Function');
        for (const each of [value, Object.getPrototypeOf(value)])
          for (const key of Reflect.ownKeys(each ?? {}))
            try { if (each[key] && typeof each[key] === 'function' && each[key].constructor.constructor !== Function) seen.push(String(key)) } catch {}
      }
      return { seen, made: Function('return typeof process')() };`;
    expect(await returnedBy(sandbox, code)).toEqual({ seen: [], made: 'undefined' });
  });

  it('can be imported', async () => {
    expect(await returnedBy(sandbox, 'return import("node:fs").catch(error => "refused")')).toBe('refused');
  });

  it('is in a stack, nor are the functions on it', async () => {
    const code = `
      const kept = [];
      Error.prepareStackTrace = (error, sites) => { kept.push(...sites); return 'mine' };
      try { Segment.track(1) } catch (error) { error.stack }
      try { new URL('x') } catch (error) { error.stack }
      new Error('x').stack;
      return kept.map(site => typeof site.getFunction() + typeof site.getThis()).filter(text => text !== 'undefinedundefined');`;
    expect(await returnedBy(sandbox, `'use strict'; ${code}`)).toEqual([]);
  });

  it('is in what an error shows of where it was thrown', async () => {
    const { outcome } = await sandbox.run(aCall('function onRequest() { Segment.track(1) }'));
    expect(outcome).toMatchObject({ kind: 'threw', error: { name: 'TypeError' } });
    const stack = outcome.kind === 'threw' ? outcome.error.stack : '';
    expect(stack).toContain('function.js:1:');
    expect(stack).not.toMatch(/millrace|guest|isolated|node:|\/work|\/home/);
  });

  it('is reached by replacing what the language brings', async () => {
    const code = `
      const caught = [];
      const spy = name => function (...values) { caught.push(...values.filter(value => typeof value === 'function').map(value => name + value)); };
      for (const [owner, names] of [[Array.prototype, ['push', 'map', 'join', 'slice']], [Function.prototype, ['call', 'apply', 'bind']],
        [JSON, ['stringify', 'parse']], [Reflect, ['apply', 'construct', 'deleteProperty']], [Object, ['entries', 'defineProperty']], [Promise, ['resolve']]])
        for (const name of names) { const original = owner[name]; owner[name] = function (...values) { spy(name)(...values); return Reflect.ownKeys(original) && original(...values) } }
      Object.prototype.kind = 'polluted';
      Object.defineProperty(Object.prototype, 'limits', { set(value) { caught.push('limits') }, get() { caught.push('limits') } });
      console.log('a'); try { Segment.track({}) } catch {}
      return caught.filter(text => text.includes('native'));`;
    const run = await sandbox.run(aCall(`function onRequest() { ${code} }`));
    expect(run.outcome.kind === 'returned' ? run.outcome.value : []).toEqual([]);
    expect(await returnedBy(sandbox, 'return ({}).kind === undefined')).toBe(true);
  });
});

describe('the network inside', () => {
  it('is out of reach, also by a redirect', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(302, { location: `http://127.0.0.2:${port}/inner` }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const results: unknown[] = [];
    for (const allowedNetworks of [[], ['127.0.0.1/32']]) {
      const egress = createEgress({ allowedNetworks });
      const guarded = await startSandbox({ fetch: egress.fetch });
      results.push(
        await returnedBy(
          guarded,
          `return fetch('http://localhost:${port}/outer').catch(error => error.message)`,
        ),
      );
      await Promise.all([guarded.close(), egress.close()]);
    }
    server.close();
    expect(results).toEqual([
      'fetch failed: localhost is not a public address',
      'fetch failed: 127.0.0.2 is not a public address',
    ]);
    expect(seen).toEqual(['/outer']);
  });
});

describe('a worker process', () => {
  it('has nothing of the process that started it, and ends with it', async () => {
    const secret = 'SANDBOX_TEST_SECRET';
    const starter = spawn(process.execPath, [`${import.meta.dirname}/fixtures/sandbox-process.ts`], {
      env: { ...process.env, NODE_OPTIONS: '', [secret]: 'leaked' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [ready] = (await once(starter.stdout, 'data')) as [Buffer];
    const pids = (JSON.parse(ready.toString()) as { readonly workers: readonly string[] }).workers;
    const environments = pids.map(pid => readFileSync(`/proc/${pid}/environ`, 'utf8'));
    starter.kill('SIGKILL');
    await once(starter, 'close');
    expect(environments).toEqual(['TZ=UTC\0']);
    for (const pid of pids) await untilGone(pid);
  });
});

/** Rejects by the timeout of the test. */
async function untilGone(pid: string): Promise<void> {
  while (existsSync(`/proc/${pid}`)) await new Promise(resolve => setTimeout(resolve, 10));
}

describe('time', () => {
  it.each([
    ['a loop', 'for (;;) {}'],
    ['a loop of promises', 'for (;;) await null'],
    [
      'a promise that resolves itself again',
      '(function again() { Promise.resolve().then(again) })(); await new Promise(() => {})',
    ],
    ['a loop left behind by a call that has answered', '(async () => { for (;;) await null })(); return 1'],
    ['a regular expression', '/(a+)+$/.test("a".repeat(50) + "b")'],
    ['a loop in a toJSON', 'return { toJSON() { for (;;) {} } }'],
    ['a loop in a getter of what is thrown', 'throw { get message() { for (;;) {} } }'],
    ['a loop in a then', 'return { then() { for (;;) {} } }'],
    ['an iterator without an end', 'new Headers({ *[Symbol.iterator]() { for (;;) yield ["a", "b"] } })'],
  ])('bounds %s', async (_name, body) => {
    const run = await sandbox.run(aCall(`async function onRequest() { ${body} }`));
    expect(kindOf(run)).toBe('timed-out');
    expect(run.durationMs).toBeLessThan(1_500);
  });

  it('bounds a wait for what never comes, by the clock', async () => {
    const run = await sandbox.run(
      aCall('async function onRequest() { await new Promise(() => {}) }', { timeoutMs: 200 }),
    );
    expect(kindOf(run)).toBe('timed-out');
    expect(run.durationMs).toBeGreaterThanOrEqual(200);
  });

  it('bounds the top level', async () => {
    expect(kindOf(await sandbox.run(aCall('for (;;) {}')))).toBe('timed-out');
  });

  it('of one call does not hold up another', async () => {
    const ends: string[] = [];
    const loop = sandbox
      .run(aCall('function onRequest() { for (;;) {} }'))
      .then(run => ends.push(kindOf(run)));
    const other = sandbox.run(neighbour).then(run => ends.push(kindOf(run)));
    await Promise.all([loop, other]);
    expect(ends).toEqual(['returned', 'timed-out']);
  });
});

describe('what is left of a call', () => {
  it('never wakes again: timers, requests and promises end with it', async () => {
    const code = `
      let late = [];
      async function onRequest(request) {
        const before = late;
        late = [];
        setTimeout(() => { late.push('timer'); Segment.track({ event: 'late' }) }, 1);
        fetch('https://a.example/').then(() => { late.push('fetch'); Segment.track({ event: 'late' }) });
        return before;
      }`;
    for (let calls = 0; calls < 3; calls++) {
      const run = await sandbox.run(aCall(code));
      expect(run).toMatchObject({ outcome: { kind: 'returned', value: [] }, emitted: [] });
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  });
});

describe('bounds of what comes out', () => {
  it('cut the console', async () => {
    const run = await sandbox.run(
      aCall(`function onRequest() { for (let i = 0; i < 1e5; i++) console.log('x'.repeat(1e5)) }`),
    );
    const chars = run.logs.reduce((sum, { text }) => sum + text.length, 0);
    expect(chars).toBeLessThanOrEqual(64 * 1024);
    expect(run.logs.length).toBeLessThanOrEqual(200);
  });

  it('cut the console by its lines, and say so', async () => {
    const run = await sandbox.run(
      aCall(`function onRequest() { for (let i = 1; i <= 1e4; i++) console.log(i) }`),
    );
    const texts = run.logs.map(({ text }) => text);
    expect(texts.slice(-2)).toEqual(['199', 'From here on nothing is kept: a run may write 199 lines.']);
    expect(texts).toHaveLength(200);
  });

  it.each([
    ['a value', 'return "x".repeat(2e6)', /characters of JSON/],
    ['events in number', 'for (;;) Segment.track({})', /at most 1000 events/],
    ['events in size', 'const a = "x".repeat(3e5); for (;;) Segment.track({ a })', /characters/],
    ['requests', 'for (;;) void fetch("https://a.example/").catch(() => {})', /timed-out/],
    [
      'the size of a request',
      'await fetch("https://a.example/", { method: "POST", body: "x".repeat(2e6) })',
      /characters/,
    ],
    ['timers', 'for (;;) setTimeout(() => {}, 1e9)', /at most 100 timers/],
  ])('refuse %s', async (_name, body, problem) => {
    const run = await sandbox.run(aCall(`async function onRequest() { ${body} }`));
    expect(run.outcome.kind === 'threw' ? run.outcome.error.message : run.outcome.kind).toMatch(problem);
    expect(run.emitted.length).toBeLessThanOrEqual(1_000);
    expect(run.fetches.length).toBeLessThanOrEqual(50);
  });

  it('cut what is thrown', async () => {
    const { outcome } = await sandbox.run(
      aCall(
        `function onRequest() { const e = new Error('m'.repeat(1e6)); e.name = 'n'.repeat(1e6); throw e }`,
      ),
    );
    const { name = '', message = '', stack = '' } = outcome.kind === 'threw' ? outcome.error : {};
    expect([name.length, message.length, stack.length]).toEqual([100, 8 * 1024, expect.any(Number)]);
    expect(stack.length).toBeLessThanOrEqual(8 * 1024);
  });

  it.each(['{ get() { throw new Error("got") } }', '{ get() { for (;;) {} } }'])(
    'hold for a handler that is a getter: %s',
    async descriptor => {
      const run = await sandbox.run(aCall(`Object.defineProperty(globalThis, 'onRequest', ${descriptor})`));
      expect(kindOf(run)).toBe(descriptor.includes('throw') ? 'threw' : 'timed-out');
    },
  );

  it('cut what the top level throws', async () => {
    const code = `const e = new Error('m'.repeat(1e6)); Object.defineProperty(e, 'name', { value: 'n'.repeat(1e6) }); throw e`;
    const { outcome } = await sandbox.run(aCall(code));
    const { name = '', message = '' } = outcome.kind === 'threw' ? outcome.error : {};
    expect([name.length <= 100, message.length]).toEqual([true, 8 * 1024]);
    expect(await sandbox.check({ key: 'long', code, dialect: aCall('').dialect })).toHaveProperty('problem');
  });

  it.each([
    [
      'a proxy that throws',
      'throw new Proxy({}, { get() { throw 1 } })',
      { name: 'Error', message: '', stack: '' },
    ],
    ['nothing', 'throw undefined', { name: 'Error', message: 'undefined', stack: '' }],
    ['a text', 'throw "a"', { name: 'Error', message: 'a', stack: '' }],
    [
      'an object that is no error',
      'throw { name: {}, code: 7 }',
      { name: 'Error', message: '{"name":{},"code":7}', stack: '' },
    ],
    [
      'an object that cannot be read',
      'const thrown = { toJSON() { throw 1 } }; throw thrown',
      { name: 'Error', message: '', stack: '' },
    ],
  ])('hold for %s', async (_name, body, error) => {
    const { outcome } = await sandbox.run(aCall(`function onRequest() { ${body} }`));
    expect(outcome).toEqual({ kind: 'threw', error });
  });

  it.each(['return undefined', 'return () => 1', 'return Symbol()'])(
    'take what JSON cannot say for nothing: %s',
    async body => {
      const { outcome } = await sandbox.run(aCall(`function onRequest() { ${body} }`));
      expect(outcome).toEqual({ kind: 'returned' });
    },
  );

  it.each([
    'return 1n',
    'const a = {}; a.a = a; return a',
    `let a = {}; for (let i = 0; i < 1e4; i++) a = { a }; return a`,
  ])('make an error of a value that has no JSON: %s', async body => {
    expect(kindOf(await sandbox.run(aCall(`function onRequest() { ${body} }`)))).toBe('threw');
  });
});

/** Names an isolate has by itself. */
const languageGlobals = Object.fromEntries(
  [
    ...'Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error AggregateError'.split(
      ' ',
    ),
    ...'EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math Intl ArrayBuffer Uint8Array Int8Array Uint16Array'.split(
      ' ',
    ),
    ...'Int16Array Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float32Array Float64Array Float16Array DataView Map BigInt'.split(
      ' ',
    ),
    ...'Set Iterator WeakMap WeakSet Proxy Reflect decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN'.split(
      ' ',
    ),
    ...'SuppressedError DisposableStack AsyncDisposableStack'.split(' '),
  ].map(name => [name, true]),
);
