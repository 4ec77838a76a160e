import { describe, expect, it } from '@jest/globals';
import type { FunctionRun, LogLine } from '@millrace/sandbox';
import { A_TIME } from '@millrace/testing';

import { aFunction, anInvocation, aRun, aWebhook, returned } from './fixtures/functions.ts';
import { invocationRecord } from './invocation-record.ts';
import { limits } from './limits.ts';
import { requestSample } from './request-sample.ts';

const facts = { outcome: 'succeeded', failure: undefined, events: 0, nextAttemptAt: undefined } as const;
const recordOf = (run: Partial<FunctionRun>) => invocationRecord(anInvocation(aRun(returned, run)), facts);
const consoleOf = (run: Partial<FunctionRun>) => JSON.parse(recordOf(run).console) as LogLine[];
const line = (text: string): LogLine => ({ level: 'info', at: A_TIME, text });

describe('the record of an attempt', () => {
  it('says what ran, on what, for how long', () => {
    expect(recordOf({ durationMs: 12.4, cpuMs: 3.6 })).toMatchObject({
      invocationId: 'invocation-1',
      functionId: 'fun_billing',
      functionVersion: 3,
      attempt: 1,
      outcome: 'succeeded',
      code: null,
      durationMs: 12,
      cpuMs: 4,
      replyStatus: null,
    });
  });

  it('has the console, in bounds', () => {
    expect(consoleOf({ logs: [line('one'), line('two')] }).map(({ text }) => text)).toEqual(['one', 'two']);
    const long = Array.from({ length: 10 }, () => line('x'.repeat(limits.consoleCharacters / 4)));
    expect(consoleOf({ logs: long }).at(-1)?.text).toBe('6 more lines are not kept.');
  });

  it('says that objects are not supported', () => {
    const emitted = [{ type: 'set', event: {} }] as const;
    expect(consoleOf({ emitted }).at(-1)?.text).toBe('1 calls of Segment.set: objects are not supported.');
  });

  it('has what the function fetched, without credentials', () => {
    const url = 'https://user:pass@api.example.com/v1?api_key=abc&page=2';
    const { fetches } = recordOf({ fetches: [{ method: 'GET', url, status: 200, durationMs: 3 }] });
    expect(fetches).not.toMatch(/pass|abc/);
    expect(fetches).toContain('page=2');
  });

  it('never has a secret of the function, whatever the function did with it', () => {
    const secret = 'whsec "1/2"\n3';
    const run = aRun(returned, {
      logs: [line(`it is ${secret}`), line(JSON.stringify({ secret }))],
      fetches: [
        {
          method: 'GET',
          url: `https://hooks.example.com/${encodeURIComponent(secret)}/x`,
          error: `no answer from ${secret}`,
          durationMs: 3,
        },
      ],
    });
    const failure = { code: 'INVOKE_ERROR', message: `not ${secret}`, stack: `not ${secret}` } as const;
    const whose = {
      end: { kind: 'ran', function: aFunction({ secrets: [{ signing: secret }, 'EUR', 7] }), run },
    } as const;
    const record = invocationRecord(anInvocation(run, whose), { ...facts, outcome: 'failed', failure });
    expect(JSON.stringify(record)).not.toMatch(/whsec/);
    expect([record.message, JSON.parse(record.console)]).toEqual([
      'not ********',
      [line('it is ********'), line('{"secret":"********"}')],
    ]);
    expect(record.fetches).toContain('hooks.example.com/********/x');
  });

  it('cuts what is long', () => {
    const failure = { code: 'INVOKE_ERROR', message: 'm'.repeat(10_000), stack: 's'.repeat(10_000) } as const;
    const { message, stack } = invocationRecord(anInvocation(aRun(returned)), {
      ...facts,
      outcome: 'failed',
      failure,
    });
    expect([message?.length, stack?.length]).toEqual([limits.textCharacters + 1, limits.textCharacters + 1]);
  });
});

describe('the sample of a request', () => {
  it('masks whatever lets somebody in', () => {
    const names = [
      'Authorization',
      'Cookie',
      'X-Api-Key',
      'Stripe-Signature',
      'X-Auth-Token',
      'X-Client-Secret',
    ];
    const headers = names.map(name => ({ name, value: 'telling' }));
    const url = 'https://hooks.example.com/webhooks/billing-key/eu?token=telling&page=2';
    const sample = requestSample(aWebhook({ headers, url }));
    expect(JSON.stringify(sample)).not.toMatch(/telling|billing-key/);
    expect(sample.url).toMatch(/\/webhooks\/\*+\/eu\?token=\*+&page=2$/);
    expect(Object.keys(sample.headers)).toHaveLength(names.length);
  });

  it('cuts the body', () => {
    const { body } = requestSample(aWebhook({ body: 'x'.repeat(limits.functionBodyBytes) }));
    expect(body).toHaveLength(limits.sampleCharacters + 1);
  });
});
