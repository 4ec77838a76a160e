import { expect } from '@jest/globals';

import { archivedEvent, readRow, receivedAtOf } from '../sdk/archived-event.ts';
import { textOf, type ExactObject } from '../sdk/exact-json.ts';
import { readRequest } from '../sdk/sent-request.ts';
import type { Exchange } from '../stack/fault-proxy.ts';
import { waitUntil } from '../stack/wait-until.ts';
import type { Story } from './story.ts';

/** The clocks of test and gateway are one; a request may wait this long between them. */
const TOLERANCE_MS = 5_000;

/** The ids of all events in these requests, in their order; an event that was sent twice comes twice. */
export function messageIdsIn(exchanges: readonly Exchange[]): readonly string[] {
  return exchanges.flatMap(readRequest).map(({ event }) => textOf(event['messageId']));
}

/** The events of these requests by message id, as the client wrote them. */
export function eventsIn(exchanges: readonly Exchange[]): ReadonlyMap<string, ExactObject> {
  return new Map(
    exchanges.flatMap(readRequest).map(({ event }) => [textOf(event['messageId']), event] as const),
  );
}

/**
 * Waits until the archive has every event of these requests, which the gateway must have acknowledged, field by field as the
 * client sent it. `address` is the client's, for sources on people's devices.
 */
export async function expectArchivedAsSent(
  story: Story,
  exchanges: readonly Exchange[],
  { address }: { readonly address?: string } = {},
): Promise<void> {
  expect(exchanges).not.toEqual([]);
  for (const exchange of exchanges) {
    expect(exchange).toMatchObject({ status: 200 });
    for (const sent of readRequest(exchange)) {
      const row = await story.archived(textOf(sent.event['messageId']));
      const receivedAt = receivedAtOf(row);
      expect(Math.abs(receivedAt - exchange.at)).toBeLessThan(TOLERANCE_MS);
      expect(readRow(row)).toEqual(archivedEvent(sent, { receivedAt, address }));
      expect(row).toMatchObject({
        source_id: expect.stringMatching(/^src_/),
        space_id: expect.stringMatching(/^spa_/),
        profile_id: expect.stringMatching(/^use_/),
      });
    }
  }
}

/** Waits until the archive has these events, and checks that it has each of them once. */
export async function expectOnceInArchive(
  story: Story,
  messageIds: readonly string[],
  { withinMs }: { readonly withinMs: number },
): Promise<void> {
  const once = new Map(messageIds.map(id => [id, 1]));
  const copies = await waitUntil(
    `${once.size} events in the archive`,
    async () => {
      const found = await story.archive.copies([...once.keys()]);
      return found.size === once.size ? found : undefined;
    },
    { withinMs, everyMs: 500 },
  );
  expect(copies).toEqual(once);
}
