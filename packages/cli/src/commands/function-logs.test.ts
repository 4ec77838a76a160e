import { describe, expect, it } from '@jest/globals';

import type { ControlApi } from '../control-api.ts';
import { exitCodes } from '../exit-codes.ts';
import { functionLogs } from './function-logs.ts';

const fetches = [
  { method: 'GET', url: 'https://api.example.com/a', status: 204, durationMs: 12.4 },
  { method: 'POST', url: 'http://10.0.0.1/', error: '10.0.0.1 is not a public address', durationMs: 1 },
];
/** Runs from the newest to the oldest. */
const runs = [3, 2, 1].map(number => ({
  invocationId: `invocation-${number}`,
  attempt: number,
  outcome: number === 2 ? 'failed' : 'succeeded',
  ...(number === 2 && {
    code: 'INVOKE_ERROR',
    message: 'TypeError: no',
    stack: 'TypeError: no\n    at onRequest',
  }),
  startedAt: `2026-01-01T00:00:0${number}.000Z`,
  durationMs: 4,
  events: 1,
  console: [{ level: 'info', at: 1, text: `hello ${number}` }],
  fetches: number === 3 ? fetches : [],
}));

const unavailable = {
  kind: 'refusal',
  status: 503,
  errors: [{ type: 'server', message: 'try again' }],
} as const;
const listed = { id: 'fun_1', slug: 'billing', displayName: 'Billing', resourceType: 'SOURCE' };

type Wish = Parameters<typeof functionLogs>[1] & { readonly function: string; readonly json: boolean };

/** A control API of one function, whose list has pages of two. */
async function logs(wish: Partial<Wish> = {}, refusal?: typeof unavailable) {
  const asked: string[] = [];
  const lines: string[] = [];
  const answerTo = (path: string): unknown => {
    if (path.startsWith('/functions?')) return { functions: [listed], pagination: {} };
    const query = new URL(path, 'http://api').searchParams;
    const from = Number(query.get('pagination[cursor]'));
    const count = Math.min(2, Number(query.get('pagination[count]')));
    const next = from + count < runs.length ? { next: String(from + count) } : {};
    return { invocations: runs.slice(from, from + count), pagination: next };
  };
  const get: ControlApi['get'] = (path, form) => {
    asked.push(path);
    const isRefused = refusal !== undefined && path.includes('/invocations');
    return Promise.resolve(isRefused ? refusal : { kind: 'answer', data: form.parse(answerTo(path)) });
  };
  const { function: name = 'billing', json = false, last = 20, errors = false } = wish;
  const code = await functionLogs(
    name,
    { last, errors },
    {
      controlApi: { get } as ControlApi,
      terminal: { out: line => lines.push(line), err: line => lines.push(`! ${line}`) },
      environment: {},
      json,
    },
  );
  return { asked, lines, code };
}

describe('millrace functions logs', () => {
  it('shows runs, the newest last, with their console and what they threw', async () => {
    const { lines, code } = await logs();
    expect(lines).toEqual([
      '2026-01-01T00:00:01.000Z  succeeded  4 ms  1 event  invocation-1',
      '    info: hello 1',
      '2026-01-01T00:00:02.000Z  failed INVOKE_ERROR  4 ms  1 event  attempt 2  invocation-2',
      '    info: hello 2',
      '    TypeError: no',
      '        at onRequest',
      '2026-01-01T00:00:03.000Z  succeeded  4 ms  1 event  attempt 3  invocation-3',
      '    info: hello 3',
      '    fetch: GET https://api.example.com/a  204  12 ms',
      '    fetch: POST http://10.0.0.1/  failed, 10.0.0.1 is not a public address  1 ms',
    ]);
    expect(code).toBe(exitCodes.done);
  });

  it('shows no more than are wanted', async () => {
    const { lines } = await logs({ last: 1 });
    expect(lines.filter(line => line.includes('invocation-'))).toEqual([
      expect.stringContaining('invocation-3'),
    ]);
  });

  it('finds a function by its id, and asks for errors alone', async () => {
    const { asked } = await logs({ function: 'fun_1', errors: true });
    expect(asked[1]).toMatch(/^\/functions\/fun_1\/invocations\?.*outcome=error/);
  });

  it('prints JSON', async () => {
    const { lines } = await logs({ json: true, last: 2 });
    expect(JSON.parse(lines.join('\n'))).toMatchObject([
      { invocationId: 'invocation-2' },
      { invocationId: 'invocation-3' },
    ]);
  });

  it('says what is wrong', async () => {
    expect(await logs({ function: 'other' })).toMatchObject({
      code: exitCodes.refused,
      lines: ['! There is no function other; there are billing.'],
    });
    expect(await logs({}, unavailable)).toMatchObject({ code: exitCodes.refused, lines: ['! try again'] });
  });
});
