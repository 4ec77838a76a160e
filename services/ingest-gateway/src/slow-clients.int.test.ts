import { once } from 'node:events';
import type { Socket } from 'node:net';

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';

import { aGateway, stopGateways } from './fakes/a-gateway.ts';
import { createInFlight } from './in-flight.ts';

jest.setTimeout(15_000);
afterEach(stopGateways);

const head = 'POST /v1/track HTTP/1.1\r\nhost: x\r\nauthorization: Basic a2V5Og==\r\n';

/** Writes a character every so often, until the other side has had enough; gives how long that took. */
async function trickle(socket: Socket, text: string, everyMs: number): Promise<number> {
  const startedAt = performance.now();
  let at = 0;
  const timer = setInterval(() => socket.write(text.charAt(at++ % text.length)), everyMs);
  await once(socket, 'end');
  clearInterval(timer);
  return performance.now() - startedAt;
}

describe('a client that is slow on purpose', () => {
  it('and never ends its head is cut off, and held nothing', async () => {
    const { open, inFlight } = await aGateway();
    const { socket, received } = await open();
    socket.write(head);
    const tookMs = await trickle(socket, 'x-slow: slow\r\n', 20);
    expect(received()).toContain('408');
    expect(tookMs).toBeLessThan(3_000);
    expect(inFlight.requests).toBe(0);
  });

  it('and sends nothing at all is cut off', async () => {
    const { open, inFlight } = await aGateway();
    const { socket } = await open();
    await once(socket, 'end');
    expect(inFlight.requests).toBe(0);
  });

  it('and trickles its body is cut off, and held no more than it had sent', async () => {
    const { open, inFlight } = await aGateway();
    const { socket, received } = await open();
    socket.write(`${head}content-length: 30000\r\n\r\n`);
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, inFlight.bytes)), 10);
    const tookMs = await trickle(socket, '{"a":', 20);
    clearInterval(watch);
    expect(received()).toContain('408');
    expect(tookMs).toBeLessThan(3_500);
    expect(most).toBeLessThan(6_000);
    expect(inFlight.bytes).toBe(0);
  });

  it('is no reason for others to wait, however many there are', async () => {
    const { open, post, inFlight } = await aGateway({ maxBytes: 1_000_000 });
    const slow = await Promise.all(Array.from({ length: 80 }, open));
    for (const { socket } of slow) socket.write(`${head}content-length: 30000\r\n\r\n{`);
    while (inFlight.requests < slow.length) await new Promise(resolve => setTimeout(resolve, 5));
    const startedAt = performance.now();
    for (let count = 0; count < 20; count += 1) expect((await post('/v1/track', '{}')).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await Promise.all(slow.map(({ socket }) => once(socket, 'end')));
    expect([inFlight.requests, inFlight.bytes]).toEqual([0, 0]);
  });

  it('and beyond the bound of memory is refused, and the bound holds', async () => {
    const { open, post, inFlight } = await aGateway({ maxBytes: 100_000 });
    const slow = await Promise.all(Array.from({ length: 30 }, open));
    for (const { socket } of slow) socket.write(`${head}content-length: 30000\r\n\r\n${'x'.repeat(20_000)}`);
    await Promise.all(slow.map(({ socket }) => once(socket, 'data')));
    expect(inFlight.bytes).toBeLessThanOrEqual(100_000);
    for (const { socket } of slow) {
      if (!socket.readableEnded) await once(socket, 'end');
    }
    expect(inFlight.bytes).toBe(0);
    expect((await post('/v1/track', '{}')).status).toBe(200);
  });

  it('and sends on after it was refused holds nothing', async () => {
    let store = (): void => undefined;
    const isStored = new Promise<void>(resolve => (store = resolve));
    const { open, post, inFlight } = await aGateway({ maxBytes: 40_000, store: () => isStored });
    const waiting = post('/v1/track', JSON.stringify({ event: 'x'.repeat(20_000) }));
    while (inFlight.bytes < 24_000) await new Promise(resolve => setTimeout(resolve, 5));
    const { socket, received } = await open();
    socket.write(`${head}content-length: 30000\r\n\r\n${'x'.repeat(20_000)}`);
    await once(socket, 'data');
    expect(received()).toContain('429');
    store();
    expect((await waiting).status).toBe(200);
    socket.end('x'.repeat(10_000));
    await once(socket, 'end');
    expect([inFlight.requests, inFlight.bytes]).toEqual([0, 0]);
  });

  it('and fills the memory gives way to others', async () => {
    let now = 0;
    const inFlight = createInFlight(40_000, () => now);
    const { open, post } = await aGateway({ inFlight });
    const { socket, received } = await open();
    socket.write(`${head}content-length: 32000\r\n\r\n${'x'.repeat(31_000)}`);
    while (inFlight.bytes < 35_000) await new Promise(resolve => setTimeout(resolve, 5));
    expect((await post('/v1/track', JSON.stringify({ event: 'x'.repeat(8_000) }))).status).toBe(429);
    now = 2_000;
    expect((await post('/v1/track', JSON.stringify({ event: 'x'.repeat(8_000) }))).status).toBe(200);
    while (!received().includes('429')) await once(socket, 'data');
    expect([inFlight.requests, inFlight.bytes]).toEqual([0, 0]);
  });

  it('and does not read its reply is cut off', async () => {
    const router = express.Router();
    router.get('/large', (_request, response) => response.end(Buffer.alloc(32 * 1024 * 1024)));
    const { open, server } = await aGateway({ routers: [router] });
    const { socket } = await open();
    socket.pause();
    socket.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n');
    while ((await server.connections()) > 0) await new Promise(resolve => setTimeout(resolve, 50));
  });
});
