import { afterEach, describe, expect, it } from '@jest/globals';

import { dialects, type Sandbox, type SandboxProcessEnd } from './index.ts';
import { aCall, kindOf, startSandbox } from './fixtures/run-source.ts';

const MEGABYTE = 1024 * 1024;

const opened: Sandbox[] = [];
afterEach(() => Promise.all(opened.splice(0).map(sandbox => sandbox.close())));

async function started(): Promise<{ readonly sandbox: Sandbox; readonly ends: SandboxProcessEnd[] }> {
  const ends: SandboxProcessEnd[] = [];
  const sandbox = await startSandbox({
    isolateMemoryBytes: 32 * MEGABYTE,
    processMemoryBytes: 400 * MEGABYTE,
    cpuMs: 4_000,
    onProcessEnd: end => void ends.push(end),
  });
  opened.push(sandbox);
  return { sandbox, ends };
}

const neighbour = aCall('function onRequest() { return "well" }');

const SLOW_MS = 30_000;

describe('memory', () => {
  it.each([
    ['arrays', 'const kept = []; for (;;) kept.push(new Array(1e5).fill(1))', 'out-of-memory'],
    ['buffers', 'const kept = []; for (;;) kept.push(new ArrayBuffer(1e6))', 'threw'],
    ['a buffer that grows', 'new ArrayBuffer(1, { maxByteLength: 2 ** 33 }).resize(2 ** 32)', 'threw'],
    [
      'a buffer that grows, by another name',
      'new (new Uint8Array(1).buffer.constructor)(1, { maxByteLength: 2 ** 33 })',
      'threw',
    ],
    [
      'a buffer that grows, by a subclass',
      'new (class extends ArrayBuffer {})(1, { maxByteLength: 2 ** 33 })',
      'threw',
    ],
    [
      'a buffer that grows, by its species',
      'new (ArrayBuffer[Symbol.species])(1, { maxByteLength: 2 ** 33 })',
      'threw',
    ],
    [
      'a buffer that grows, by what guards it',
      'let kept; const was = Reflect.construct; Reflect.construct = (target, ...rest) => { kept = target; return was(target, ...rest) }; new ArrayBuffer(1); new (kept ?? ArrayBuffer)(1, { maxByteLength: 2 ** 33 })',
      'threw',
    ],
    [
      'a huge text',
      'const kept = []; for (;;) { const text = "x".repeat(2 ** 24); text.charCodeAt(1); kept.push(/y/.test(text), text) }',
      'out-of-memory',
    ],
    ['a text without an end', 'let text = "x"; for (;;) text += text', 'threw'],
    ['the stack', 'function deeper() { deeper() } deeper()', 'threw'],
    [
      'JSON of a big value',
      'const a = Array(1e5).fill("y".repeat(1e4)); JSON.stringify(a)',
      'threw|out-of-memory|timed-out',
    ],
    ['a returned value', 'return Array(1e5).fill("y".repeat(1e4))', 'threw|out-of-memory|timed-out'],
  ])(
    'is bounded against %s, and the next call is well',
    async (_name, body, kind) => {
      const { sandbox } = await started();
      const run = await sandbox.run(aCall(`function onRequest() { ${body} }`, { timeoutMs: 4_000 }));
      expect(kindOf(run)).toMatch(new RegExp(`^(${kind})$`));
      expect(kindOf(await sandbox.run(neighbour))).toBe('returned');
    },
    SLOW_MS,
  );
});

describe('memory outside the handlers', () => {
  it(
    'is bounded as well',
    async () => {
      const { sandbox } = await started();
      const code = 'const kept = []; for (;;) kept.push(new Array(1e5).fill(1))';
      expect(kindOf(await sandbox.run(aCall(code, { timeoutMs: 4_000 })))).toBe('out-of-memory');
      const { problem } = {
        problem: undefined,
        ...(await sandbox.check({ ...aCall(code).program, dialect: dialects.source })),
      };
      expect(problem).toMatchObject({ message: 'the code outside the handlers takes too much memory' });
    },
    SLOW_MS,
  );
});

describe('code that the engine cannot stop', () => {
  const bombs = [
    ['a map past the limit', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, {})', 'out-of-memory'],
    ['arithmetic', 'let x = 2n; for (;;) x = x ** 2n', 'timed-out'],
    ['sorting', 'const a = Array.from({ length: 3e6 }, Math.random); for (;;) a.sort()', 'out-of-memory'],
  ] as const;

  it.each(bombs)(
    'ends its process, which comes back: %s',
    async (_name, body, kind) => {
      const { sandbox, ends } = await started();
      const code = `function onRequest() { ${body} }`;
      expect(kindOf(await sandbox.run(aCall(code, { timeoutMs: 1_000 })))).toMatch(
        new RegExp(`^(${kind}|timed-out)$`),
      );
      expect(kindOf(await sandbox.run(neighbour))).toBe('returned');
      for (const { suspects } of ends) expect(suspects).toEqual([code.slice(0, 200)]);
    },
    SLOW_MS,
  );

  it(
    'runs apart from then on, so that it takes nobody along a second time',
    async () => {
      const { sandbox, ends } = await started();
      const bomb = aCall('function onRequest() { let x = 2n; for (;;) x = x ** 2n }', { timeoutMs: 300 });
      while (ends.length === 0) await sandbox.run(bomb);
      const waits = aCall(
        'async function onRequest() { await new Promise(go => setTimeout(go, 900)); return "well" }',
        { timeoutMs: 10_000 },
      );
      const [kept, ended] = await Promise.all([sandbox.run(waits), sandbox.run(bomb)]);
      expect([kindOf(kept), kindOf(ended)]).toEqual(['returned', 'timed-out']);
      expect(ends.length).toBeGreaterThan(1);
    },
    SLOW_MS,
  );
});
