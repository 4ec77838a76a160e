import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { startDebugger, type DebuggerProcess, type OpenStream } from './running-debugger.ts';

jest.setTimeout(90_000);

const failed = { stage: 'ingest', reason: 'no_user_anon_id', detail: 'Say who.' };
let running: DebuggerProcess;

beforeAll(async () => {
  running = await startDebugger({ MAX_STREAMS: '3', SHOW_RATE: '50', READER_BUFFER: '16KiB' });
});
afterAll(() => running.close());

const shows = (messageId: string) => (message: { readonly data: string }) =>
  message.data.includes(`"messageId":"${messageId}"`);
const isNotice = (name: string) => (message: { readonly event?: string | undefined }) =>
  message.event === name;
const idsOf = ({ messages }: OpenStream) =>
  messages.flatMap(({ event, data }) =>
    event === undefined ? [(JSON.parse(data) as { messageId: string }).messageId] : [],
  );

describe('a stream', () => {
  it('shows what passed, then what passes, allowed and blocked, to whoever wants it', async () => {
    await running.allow({ messageId: 'past' });
    await running.block({ messageId: 'past-blocked', type: 'page', event: null }, failed);
    const all = await running.open('/sources/web/events');
    const blocked = await running.open(`/sources/${running.sourceId}/events?status=blocked&type=page`);
    await all.until(shows('past'));
    await all.until(shows('past-blocked'));
    await all.until(isNotice('live'));

    await running.poison();
    await running.allow({ messageId: 'now', original: '{"total":12345678901234567890}' });
    await running.allow({ messageId: 'elsewhere', sourceId: 'src_another' });
    await running.block({ messageId: 'now-blocked', type: 'page', event: null }, failed);
    const shown = await all.until(shows('now'));
    expect(shown.data).toContain('"original":{"total":12345678901234567890}');
    await blocked.until(shows('now-blocked'));
    await all.until(shows('now-blocked'));
    expect(idsOf(all).toSorted()).toEqual(['now', 'now-blocked', 'past', 'past-blocked']);
    expect(idsOf(blocked)).toEqual(['past-blocked', 'now-blocked']);
    [all, blocked].forEach(stream => stream.close());
  });

  it('goes on where its reader paused, also in another process', async () => {
    const before = await running.open('/sources/web/events?last=0');
    await before.until(isNotice('live'));
    await running.allow({ messageId: 'seen' });
    const { id = '' } = await before.until(shows('seen'));
    before.close();
    await running.allow({ messageId: 'missed' });
    const watcher = await running.open('/sources/web/events?messageId=missed');
    await watcher.until(shows('missed'));
    watcher.close();

    const after = await running.open('/sources/web/events', id);
    await after.until(isNotice('live'));
    expect(idsOf(after)).toEqual(['missed']);
    after.close();

    await running.restart();
    const again = await running.open('/sources/web/events', id);
    await again.until(isNotice('live'));
    expect(idsOf(again)).toEqual(['missed']);
    again.close();
  });

  it('shows a bounded number in a second, and says how many it left out', async () => {
    const stream = await running.open('/sources/web/events?last=0');
    await stream.until(isNotice('live'));
    const sent = 300;
    await Promise.all(
      Array.from({ length: sent }, (_, index) => running.allow({ messageId: `many-${index}` })),
    );
    const notice = await stream.until(isNotice('sampled'));
    expect(notice.data).toMatch(/"tooFast":[1-9]/);
    await sleep(1_500);
    const leftOut = stream.messages
      .filter(isNotice('sampled'))
      .reduce((sum, { data }) => sum + (JSON.parse(data) as { tooFast: number }).tooFast, 0);
    expect(idsOf(stream).length + leftOut).toBe(sent);
    stream.close();
  });
});

describe('a reader who takes nothing', () => {
  it('costs bounded memory, and others nothing', async () => {
    const rss = () => running.metric('process_resident_memory_bytes');
    const { hostname, port } = new URL((await running.ask('/')).url);
    const stuck = connect({ host: hostname, port: Number(port) });
    stuck.pause();
    stuck.write(
      'GET /sources/web/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer a-token-of-an-integration-test\r\n\r\n',
    );
    const other = await running.open('/sources/web/events?last=0&messageId=last-of-large');
    await other.until(isNotice('live'));
    const before = await rss();
    const original = JSON.stringify({ filler: 'x'.repeat(30_000) });
    for (let index = 0; index < 1_000; index += 1)
      await running.allow({ messageId: `large-${index}`, original });
    await running.allow({ messageId: 'last-of-large' });
    await other.until(shows('last-of-large'));
    // Five hundred of them are kept as recent events; the stuck reader's share is his buffer. What is garbage goes when it is quiet.
    const deadline = Date.now() + 60_000;
    while ((await rss()) - before >= 120_000_000 && Date.now() < deadline) await sleep(250);
    expect((await rss()) - before).toBeLessThan(120_000_000);
    stuck.destroy();
    other.close();
  });
});

describe('a request', () => {
  it.each([
    ['/sources/none/events', 404],
    ['/nowhere', 404],
    ['/sources/web/events?status=lost', 400],
  ])('%s is refused with %p', async (path, status) => {
    expect((await running.ask(path)).status).toBe(status);
  });

  it('without the token is refused', async () => {
    const reply = await running.ask('/sources/web/events', { token: 'another' });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('one reader too many is refused, until another has gone', async () => {
    const streams = await Promise.all([1, 2, 3].map(() => running.open('/sources/web/events?last=0')));
    const refused = await running.ask('/sources/web/events');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    streams.forEach(stream => stream.close());
    while ((await running.metric('streams')) > 0) await sleep(20);
    const stream = await running.open('/sources/web/events?last=0');
    await stream.until(isNotice('live'));
    stream.close();
  });
});
