import { shop } from '../../stack/shop.ts';
import { watchInbox } from '../../stack/inbox-watch.ts';
import { waitUntil } from '../../stack/wait-until.ts';
import { percentile } from '../../demo/percentile.ts';
import { newRun, type Bench } from '../bench.ts';
import { generateLoad } from '../generator.ts';
import { numberOf } from '../load-events.ts';

/** From the gateway's 200 to the inbox, at a steady rate. */
export type LatencyReport = {
  readonly rate: number;
  readonly accepted: number;
  readonly delivered: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

const RATE = 500;
/** Before it is timed, the same load runs for a while: a broker and services just started are still being compiled. */
const WARM_UP_SECONDS = 20;
const DELIVERED_WITHIN_MS = 30_000;

/** Sends 500 events a second and times each from its 200 to its arrival. */
export async function measureLatency({ endpoints, inbox, seconds }: Bench): Promise<LatencyReport> {
  const load = {
    target: endpoints.gateway,
    writeKey: shop.webWriteKey,
    rate: RATE,
    connections: 64,
    eventsPerRequest: 1,
  };
  await generateLoad({ ...load, run: newRun(), seconds: WARM_UP_SECONDS, keepTimes: false });
  const run = newRun();
  const watch = watchInbox(inbox, {
    since: Date.now(),
    isOurs: id => numberOf(run, id) !== undefined,
    everyMs: 200,
  });
  const { accepted, acknowledgedAt } = await generateLoad({ ...load, run, seconds, keepTimes: true });
  const arrival = async (): Promise<true | undefined> => (watch.events.size >= accepted ? true : undefined);
  await waitUntil('the deliveries', arrival, { withinMs: DELIVERED_WITHIN_MS }).catch(() => undefined);
  await watch.stop();
  const latencies = [...watch.events.values()].flatMap(({ messageId, receivedAt }) => {
    const at = acknowledgedAt[numberOf(run, messageId) ?? -1];
    return at === undefined ? [] : [Math.max(0, receivedAt - at)];
  });
  return {
    rate: RATE,
    accepted,
    delivered: watch.events.size,
    p50Ms: percentile(latencies, 0.5) ?? NaN,
    p99Ms: percentile(latencies, 0.99) ?? NaN,
  };
}
