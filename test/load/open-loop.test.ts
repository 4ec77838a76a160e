import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { messageIdOf } from './load-events.ts';
import { runOpenLoop, type LoadPlan } from './open-loop.ts';

async function against(listener: RequestListener, plan: Partial<LoadPlan> = {}) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await runOpenLoop({
      target: `http://127.0.0.1:${port}`,
      writeKey: 'k',
      run: 'testtest',
      rate: 200,
      seconds: 0.5,
      connections: 4,
      eventsPerRequest: 1,
      keepTimes: false,
      ...plan,
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('an open loop', () => {
  it('sends each event once at the rate it was told, and reports when each was acknowledged', async () => {
    const seen: string[] = [];
    const result = await against(
      (request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
        request.on('end', () => {
          seen.push((JSON.parse(body) as { messageId: string }).messageId);
          response.end('{"success":true}');
        });
      },
      { keepTimes: true },
    );
    expect(seen.toSorted()).toEqual(
      Array.from({ length: 100 }, (_, number) => messageIdOf('testtest', number)),
    );
    expect(result).toMatchObject({ scheduled: 100, accepted: 100, refused: {} });
    expect(result.acknowledgedAt.filter(at => at > 0)).toHaveLength(100);
    expect(result.elapsedMs).toBeGreaterThan(480);
  });

  it('counts the wait for a free connection into the latency', async () => {
    const slow: RequestListener = (request, response) => {
      request.resume().on('end', () => setTimeout(() => response.end(), 20));
    };
    const { latencyMs } = await against(slow, { connections: 1, rate: 100, seconds: 0.5 });
    // One connection answers 50 a second; the other half waits longer and longer.
    expect(latencyMs.p99).toBeGreaterThan(300);
  });

  it('counts what is refused by status, and events of refused batches as not accepted', async () => {
    let requests = 0;
    const result = await against(
      (request, response) => {
        request.resume().on('end', () => {
          response.statusCode = ++requests % 2 === 0 ? 503 : 200;
          response.end();
        });
      },
      { eventsPerRequest: 10 },
    );
    expect(result).toMatchObject({ scheduled: 1000, accepted: 500, refused: { 503: 50 } });
  });
});
