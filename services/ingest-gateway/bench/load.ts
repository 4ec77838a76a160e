import { parseArgs } from 'node:util';

import { Connection } from './connection.ts';
import { createRequests } from './requests.ts';

/*
 * Open-loop load: requests fall due at a fixed rate whatever the gateway does, and latency counts from the moment a request was
 * due, so that waiting for a free connection counts too.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:7700' },
    key: { type: 'string', default: 'shop-web-key' },
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '10' },
    warmup: { type: 'string', default: '3' },
    connections: { type: 'string', default: '64' },
    events: { type: 'string', default: '1' },
  },
});

const rate = Number(values.rate);
const seconds = Number(values.seconds);
const warmupMs = Number(values.warmup) * 1000;
const endMs = warmupMs + seconds * 1000;
const url = new URL(values.url);
const requests = createRequests(url, values.key, Number(values.events));
const connections = Array.from({ length: Number(values.connections) }, () => new Connection(url));
const idle = [...connections];
const waiting: number[] = [];
let firstWaiting = 0;
const latencies: number[] = [];
const statuses = new Map<number, number>();

const startedAt = performance.now();
let due = 0;
const timer = setInterval(() => {
  const elapsedMs = performance.now() - startedAt;
  for (const target = Math.floor((Math.min(elapsedMs, endMs) * rate) / 1000); due < target; due += 1) {
    waiting.push(startedAt + (due * 1000) / rate);
  }
  dispatch();
  if (elapsedMs > endMs + 1_000) finish();
}, 1);

function dispatch(): void {
  while (idle.length > 0 && firstWaiting < waiting.length) {
    const connection = idle.pop();
    const dueAt = waiting[firstWaiting++] ?? 0;
    connection?.send(requests.next(), status => {
      const now = performance.now();
      if (now - startedAt >= warmupMs && now - startedAt < endMs) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === 200) latencies.push(now - dueAt);
      }
      if (status === 0) return;
      idle.push(connection);
      dispatch();
    });
  }
}

function finish(): void {
  clearInterval(timer);
  for (const connection of connections) connection.close();
  latencies.sort((left, right) => left - right);
  const at = (share: number): number =>
    Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 10) / 10;
  const report = {
    offered: { requestsPerSecond: rate, eventsPerRequest: requests.events, seconds },
    acknowledged: {
      requestsPerSecond: Math.round(latencies.length / seconds),
      eventsPerSecond: Math.round((latencies.length * requests.events) / seconds),
    },
    unsent: waiting.length - firstWaiting,
    statuses: Object.fromEntries(statuses),
    latencyMs: { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(0.9999) },
    generatorCpuSeconds: Math.round(process.cpuUsage().user / 1e5 + process.cpuUsage().system / 1e5) / 10,
  };
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
}
