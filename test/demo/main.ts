import { compareLedger } from '../ledger/ledger.ts';
import { openArchive } from '../stack/archive.ts';
import { readEndpoints } from '../stack/endpoints.ts';
import { watchInbox } from '../stack/inbox-watch.ts';
import { createInbox } from '../stack/inbox.ts';
import { runProgram } from '../stack/program.ts';
import { textTable } from '../stack/table.ts';
import { write } from '../stack/write.ts';
import { awaitArrival } from './arrival.ts';
import { parseOptions, usage } from './options.ts';
import { paced } from './pacing.ts';
import { createProgress } from './progress.ts';
import { createSender } from './sender.ts';
import { shopTraffic } from './shop-traffic.ts';
import { summarize } from './summary.ts';

await runProgram(usage, demo);

async function demo(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const endpoints = await readEndpoints();
  const startedAt = Date.now();
  const sender = createSender(endpoints.gateway);
  const archive = openArchive(endpoints.clickhouse);
  const watch = watchInbox(createInbox(endpoints.inbox), {
    since: startedAt,
    isOurs: id => sender.sent.has(id),
  });
  const progress = createProgress(['acknowledged', 'archived', 'delivered'], options.size);
  write(
    `Sending ${options.size} events at ${options.rate}/s with @segment/analytics-node (seed ${options.seed}).\n`,
  );

  const arrived = awaitArrival({ sender, archive, watch, progress, startedAt, size: options.size });
  await paced(shopTraffic(options), options.rate, call => sender.send(call));
  await sender.close();
  await arrived;

  progress.close();
  await watch.stop();
  const ledger = compareLedger({
    sent: sender.sent,
    acknowledged: new Set(sender.acknowledged.keys()),
    topics: {},
    archive: await archive.placedSince(startedAt),
    deliveries: watch.deliveries.map(({ messageId }) => messageId),
  });
  await archive.close();
  const latencies = [...watch.events.values()].map(({ messageId, receivedAt }) =>
    // An event can reach the inbox before its batch's reply has been read here.
    Math.max(0, receivedAt - (sender.acknowledged.get(messageId) ?? receivedAt)),
  );
  const { rows, verdict } = summarize(ledger, latencies);
  write(`\n${textTable(rows)}`);
  for (const failure of new Set(sender.failures)) write(`The client library reported: ${failure}`);
  write(
    verdict.length === 0
      ? 'Every event arrived once and in order.'
      : `Not as promised: ${verdict.join(', ')}.`,
  );
  return verdict.length === 0 ? 0 : 1;
}
