import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { beginStory, type Story } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await beginStory();
});
afterAll(() => story.end());

it('requests that cannot be read are refused with a reason, and good ones beside them arrive', async () => {
  const raw = async (
    body: NonNullable<RequestInit['body']>,
    headers: Record<string, string> = {},
  ): Promise<number> => {
    const reply = await fetch(`${story.endpoints.gateway}/v1/track`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa('shop-web-key:')}`,
        'content-type': 'application/json',
        ...headers,
      },
      body,
    });
    expect(await reply.text()).not.toBe('');
    return reply.status;
  };
  const good = (step: string) =>
    story.send('track', { messageId: `${story.name}-${step}`, anonymousId: story.name, event: 'Good' });

  expect((await good('before')).status).toBe(200);
  expect(await raw('{"event":')).toBe(400);
  expect(await raw('[]')).toBe(400);
  expect(
    await raw(JSON.stringify({ event: 'Large', anonymousId: 'a', properties: { x: 'x'.repeat(40_000) } })),
  ).toBe(400);
  expect(await raw('['.repeat(10_000) + ']'.repeat(10_000))).toBe(400);
  expect(await raw(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))).toBe(400);
  expect(await raw('{"event":"Not gzip"}', { 'content-encoding': 'gzip' })).toBe(400);
  expect(
    await raw(
      gzipSync(JSON.stringify({ messageId: `${story.name}-gzip`, anonymousId: story.name, event: 'Gzip' })),
      {
        'content-encoding': 'gzip',
      },
    ),
  ).toBe(200);
  await hangUpHalfway(story.endpoints.gateway);
  expect((await good('after')).status).toBe(200);

  await Promise.all(['before', 'gzip', 'after'].map(step => story.archived(`${story.name}-${step}`)));
});

/** Announces a body and closes the connection before sending it. */
async function hangUpHalfway(gateway: string): Promise<void> {
  const { hostname, port } = new URL(gateway);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    'POST /v1/track HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"event":',
  );
  socket.end();
  socket.resume();
  await once(socket, 'close');
}
