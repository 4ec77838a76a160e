import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { startMemoryApi, type MemoryApi } from './fakes/memory-api.ts';
import { createMemoryTopic } from './fakes/memory-config-log.ts';
import type { InvocationStore, InvocationWish, SeenInvocation } from './invocation-store.ts';

const STARTED_AT = Date.UTC(2026, 0, 1);
const kept: SeenInvocation[] = [];
let wishes: InvocationWish[] = [];

const invocations: InvocationStore = {
  list(wish) {
    wishes.push(wish);
    const { before } = wish;
    const found = kept.filter(
      run =>
        wish.outcomes.some(outcome => outcome === run.outcome) &&
        (!before || run.startedAt < before.startedAt),
    );
    return Promise.resolve(found.slice(0, wish.count));
  },
};

/** A run, the later the higher its number. */
function aRun(number: number, overrides: Partial<SeenInvocation> = {}): SeenInvocation {
  return {
    invocationId: `invocation-${number}`,
    attempt: 1,
    functionVersion: 2,
    sourceId: 'src_1',
    outcome: 'succeeded',
    code: '',
    message: '',
    stack: '',
    startedAt: STARTED_AT + number,
    durationMs: 4,
    cpuMs: 2,
    events: 1,
    nextAttemptAt: null,
    replyStatus: 200,
    console: '[]',
    fetches: '[]',
    request: '{"method":"POST"}',
    ...overrides,
  };
}

let api: MemoryApi;
let path: string;
beforeAll(async () => {
  const schemas = { events: () => Promise.resolve([]), properties: () => Promise.resolve([]) };
  api = await startMemoryApi(createMemoryTopic(), { schemas, invocations });
  const code = 'async function onRequest() {}';
  const { body } = await api.ask('POST', '/functions', {
    displayName: 'Billing',
    resourceType: 'SOURCE',
    code,
  });
  path = `/functions/${(body as { data: { function: { id: string } } }).data.function.id}/invocations`;
});
afterAll(() => api.close());
beforeEach(() => {
  kept.length = 0;
  wishes = [];
});

type Listed = {
  readonly invocations: readonly { readonly invocationId: string }[];
  readonly pagination: { readonly next?: string };
};
const list = async (query = ''): Promise<Listed> =>
  ((await api.ask('GET', `${path}?${query}`)).body as { data: Listed }).data;

describe('the runs of a function', () => {
  it('are shown with what they did, and without what there is not', async () => {
    const console = '[{"level":"info","at":1,"text":"hello"}]';
    kept.push(
      aRun(2, { console }),
      aRun(1, { outcome: 'failed', code: 'INVOKE_ERROR', message: 'no', stack: 'at' }),
    );
    expect((await list()).invocations).toEqual([
      {
        invocationId: 'invocation-2',
        attempt: 1,
        functionVersion: 2,
        sourceId: 'src_1',
        outcome: 'succeeded',
        startedAt: '2026-01-01T00:00:00.002Z',
        durationMs: 4,
        cpuMs: 2,
        events: 1,
        replyStatus: 200,
        console: [{ level: 'info', at: 1, text: 'hello' }],
        fetches: [],
        request: { method: 'POST' },
      },
      expect.objectContaining({ outcome: 'failed', code: 'INVOKE_ERROR', message: 'no', stack: 'at' }),
    ]);
  });

  it.each([
    ['', ['succeeded', 'retrying', 'failed', 'expired']],
    ['outcome=error', ['retrying', 'failed', 'expired']],
    ['outcome=expired', ['expired']],
  ])('are filtered by %j', async (query, outcomes) => {
    await list(query);
    expect(wishes).toMatchObject([{ outcomes }]);
  });

  it('come in pages that neither skip nor repeat while others are added', async () => {
    kept.push(...[5, 4, 3, 2, 1].map(number => aRun(number)));
    const seen: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const found: Listed = await list(`pagination[count]=2&pagination[cursor]=${cursor}`);
      seen.push(...found.invocations.map(({ invocationId }) => invocationId));
      cursor = found.pagination.next;
      kept.unshift(aRun(100 + seen.length));
    }
    expect(seen).toEqual([5, 4, 3, 2, 1].map(number => `invocation-${number}`));
  });

  it.each([
    ['pagination[cursor]=nonsense', 422],
    ['outcome=good', 422],
    ['pagination[count]=1000', 422],
  ])('are refused for %s', async (query, status) => {
    expect((await api.ask('GET', `${path}?${query}`)).status).toBe(status);
  });

  it('are none of a function that is not there', async () => {
    expect((await api.ask('GET', '/functions/fun_none/invocations')).status).toBe(404);
  });
});
