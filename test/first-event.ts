import { Analytics } from '@segment/analytics-node';

import { openArchive } from './stack/archive.ts';
import { readEndpoints } from './stack/endpoints.ts';
import { watchInbox } from './stack/inbox-watch.ts';
import { createInbox } from './stack/inbox.ts';
import { shop } from './stack/shop.ts';
import { waitUntil } from './stack/wait-until.ts';
import { write } from './stack/write.ts';

/** Sends one event with the published client library through everything, and says in one line how long it took. */
const WITHIN_MS = 60_000;

const endpoints = await readEndpoints();
const archive = openArchive(endpoints.clickhouse);
const messageId = `first-event-${crypto.randomUUID()}`;
const startedAt = Date.now();
const watch = watchInbox(createInbox(endpoints.inbox), {
  since: startedAt,
  isOurs: id => id === messageId,
  everyMs: 20,
});
const started = performance.now();
const elapsed = (): string => `${Math.round(performance.now() - started)} ms`;
try {
  const analytics = new Analytics({ writeKey: shop.webWriteKey, host: endpoints.gateway });
  analytics.track({
    messageId,
    anonymousId: 'first-visitor',
    event: 'First Event',
    properties: { made: 'by make up' },
  });
  await analytics.closeAndFlush({ timeout: WITHIN_MS });
  const accepted = elapsed();
  const wait = { withinMs: WITHIN_MS, everyMs: 20 };
  const [delivered, archived] = await Promise.all([
    waitUntil('its delivery to the inbox', async () => watch.events.get(messageId) && elapsed(), wait),
    waitUntil(
      'its row in the archive',
      async () => (await archive.rowsOf(messageId)).at(0) && elapsed(),
      wait,
    ),
  ]);
  write(
    `An event from @segment/analytics-node was accepted in ${accepted}, delivered to the inbox in ${delivered} and archived in ${archived}.`,
  );
} catch (error) {
  write(`The first event did not come through: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await Promise.all([archive.close(), watch.stop().catch(() => undefined)]);
}
