import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testEndpoints } from '@millrace/testing';

import { createScenario, ended, until, type ArchiveScenario } from './archive-scenario.ts';

const EVENTS = 200;
const TIMEOUT_MS = 60_000;

let scenario: ArchiveScenario;
let way: Way;

beforeEach(async () => {
  scenario = await createScenario();
  way = await createWay(new URL(testEndpoints().clickhouse));
});

afterEach(async () => {
  await scenario.close();
  way.close();
});

const expectEachOnce = async (count: number): Promise<void> => {
  const ids = await scenario.archivedIds();
  expect(ids).toHaveLength(count);
  expect(new Set(ids).size).toBe(count);
};

describe('a ClickHouse that goes away', () => {
  it(
    'delays rows and loses none, however long it takes',
    async () => {
      const archiver = scenario.start({ clickhouse: way.url });
      await scenario.writeEvents(EVENTS, 'before');
      await until(async () => (await scenario.lag()) === 0);

      way.block();
      await scenario.writeEvents(EVENTS, 'during');
      // Longer than the session: a member that waits still tells the group that it lives.
      await sleep(8_000);
      expect(await scenario.lag()).toBeGreaterThan(0);
      expect(await scenario.members()).toBe(1);
      await expectEachOnce(EVENTS);

      way.open();
      await until(async () => (await scenario.lag()) === 0);
      await expectEachOnce(2 * EVENTS);
      expect(archiver.exitCode).toBeNull();
    },
    TIMEOUT_MS,
  );

  it(
    'keeps nobody from stopping: the next one goes on',
    async () => {
      const archiver = scenario.start({ clickhouse: way.url });
      await until(async () => (await scenario.members()) === 1);
      way.block();
      await scenario.writeEvents(EVENTS);
      // Long enough to hold a planned block that cannot be written.
      await sleep(1_000);
      archiver.kill('SIGTERM');
      await ended(archiver);
      expect(archiver.exitCode).toBe(0);

      way.open();
      scenario.start({ clickhouse: way.url });
      await until(async () => (await scenario.lag()) === 0);
      await expectEachOnce(EVENTS);
    },
    TIMEOUT_MS,
  );

  it(
    'writes each row once when its replies get lost on the way',
    async () => {
      scenario.start({ clickhouse: way.url });
      await until(async () => (await scenario.members()) === 1);
      way.loseReplies(7);
      await scenario.writeEvents(EVENTS);
      await until(async () => (await scenario.lag()) === 0);
      expect(way.repliesLost()).toBe(7);
      await expectEachOnce(EVENTS);
    },
    TIMEOUT_MS,
  );

  it(
    'is waited for at the start',
    async () => {
      way.block();
      scenario.start({ clickhouse: way.url });
      await scenario.writeEvents(EVENTS);
      await sleep(2_000);
      way.open();
      await until(async () => (await scenario.archivedIds()).length === EVENTS);
      await expectEachOnce(EVENTS);
    },
    TIMEOUT_MS,
  );
});

type Way = {
  readonly url: string;
  /** Cuts every connection and takes no new one. */
  block(): void;
  open(): void;
  /** Cuts the next connections at the moment a reply comes. */
  loseReplies(count: number): void;
  repliesLost(): number;
  close(): void;
};

/** A TCP relay to ClickHouse that can fail. */
async function createWay(target: URL): Promise<Way> {
  const sockets = new Set<Socket>();
  let isBlocked = false;
  let toLose = 0;
  let lost = 0;
  const server: Server = createServer(inward => {
    if (isBlocked) {
      inward.destroy();
      return;
    }
    const outward = connect(Number(target.port), target.hostname);
    const cut = (): void => {
      inward.destroy();
      outward.destroy();
    };
    for (const socket of [inward, outward]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    inward.on('data', bytes => outward.write(bytes));
    outward.on('data', bytes => {
      if (toLose > 0) {
        toLose -= 1;
        lost += 1;
        cut();
      } else inward.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    block() {
      isBlocked = true;
      for (const socket of sockets) socket.destroy();
    },
    open() {
      isBlocked = false;
    },
    loseReplies(count) {
      toLose = count;
    },
    repliesLost: () => lost,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
