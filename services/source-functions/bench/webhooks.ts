/**
 * Sends webhooks to a running service, as many at a time as there are connections, and prints what they cost:
 * `node services/source-functions/bench/webhooks.ts --url http://127.0.0.1:7717/webhooks/<write key> --metrics http://127.0.0.1:7718/metrics`
 */
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    metrics: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '16' },
  },
});
const { url, metrics } = values;
if (url === undefined || metrics === undefined) {
  process.stderr.write(
    'Say --url and --metrics: the address of a webhook, and of the metrics of the service.\n',
  );
  process.exit(1);
}

const agent = new Agent({ keepAlive: true, maxSockets: Number(values.connections) });
const body = JSON.stringify({
  id: 'evt_1',
  type: 'invoice.paid',
  data: {
    object: { customer: 'cus_1', total: 1250, lines: Array.from({ length: 10 }, (_, line) => ({ line })) },
  },
});
const durations: number[] = [];
const statuses = new Map<number, number>();

const before = await readMetrics(metrics);
const startedAt = performance.now();
const endsAt = startedAt + Number(values.seconds) * 1000;
await Promise.all(Array.from({ length: Number(values.connections) }, () => sendUntil(endsAt, url)));
const seconds = (performance.now() - startedAt) / 1000;
const after = await readMetrics(metrics);
agent.destroy();

durations.sort((one, other) => one - other);
const perRequest = (name: string): string => {
  const used = (after.get(name) ?? 0) - (before.get(name) ?? 0);
  return `${((used / durations.length) * 1e6).toFixed(0)} µs`;
};
process.stdout.write(
  `${durations.length} requests in ${seconds.toFixed(1)} s: ${(durations.length / seconds).toFixed(0)}/s\n` +
    `statuses ${[...statuses].map(([status, count]) => `${status}: ${count}`).join(', ')}\n` +
    `median ${at(0.5)} ms, p99 ${at(0.99)} ms\n` +
    `CPU a request: ${perRequest('process_cpu_seconds_total')} of the service, ` +
    `${perRequest('function_run_cpu_seconds_total')} of the functions themselves\n`,
);

async function sendUntil(end: number, target: string): Promise<void> {
  while (performance.now() < end) {
    const sentAt = performance.now();
    const status = await send(target);
    durations.push(performance.now() - sentAt);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
}

function send(target: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(target, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    outgoing.on('response', response => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function at(share: number): string {
  return (durations[Math.floor(durations.length * share)] ?? 0).toFixed(1);
}

/** Samples without labels, by name. */
async function readMetrics(address: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(address)).text();
  return new Map(
    [...text.matchAll(/^(?<name>\w+) (?<value>[\d.e+-]+)$/gm)].map(({ groups }) => [
      groups?.['name'] ?? '',
      Number(groups?.['value']),
    ]),
  );
}
