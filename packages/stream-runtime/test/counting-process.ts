/**
 * A process that runs the counting program of @millrace/testing, for tests that kill and stop processes.
 * Its one argument is a ProcessPlan as JSON; it writes a line `ready` when its partitions are being processed.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { createKafka } from '@millrace/kafka';
import { createRedis } from '@millrace/redis';
import { runTopology, type AtCrashPoint } from '@millrace/stream-runtime';
import { silentTelemetry, createLog } from '@millrace/telemetry';
import { countingTopics, countingTopology, localCodec, testEndpoints } from '@millrace/testing';

import type { ProcessPlan } from './counting-run.ts';

const plan = JSON.parse(process.argv[2] ?? '{}') as ProcessPlan;
const endpoints = testEndpoints();
const log = createLog({ service: 'counting', version: 'test', level: 'info' });
const kafka = createKafka({ brokers: [endpoints.kafka], clientId: 'counting', log });
const redis = createRedis({ url: endpoints.redis, log });

/** Stops this process, so that it can be woken later, at the first pass of a point. */
function stopAt(point: string): AtCrashPoint {
  let isStopped = false;
  return reached => {
    if (isStopped || reached !== point) return;
    isStopped = true;
    process.kill(process.pid, 'SIGSTOP');
  };
}

const running = await runTopology(countingTopology(countingTopics(plan.prefix, plan.partitions)), {
  kafka,
  redis,
  codecs: { codecFor: topic => Promise.resolve(localCodec(topic)) },
  telemetry: { ...silentTelemetry, log },
  version: '0.0.0',
  tables: () => undefined,
  ask: async id => {
    await sleep(2);
    return Number(id.replace(/\D/g, ''));
  },
  settings: {
    sessionTimeoutMs: 6_000,
    heartbeatMs: 500,
    maxTransactionRecords: 5,
    fetchWaitMs: 100,
    ...plan.settings,
  },
  ...(plan.stopAt === undefined ? {} : { atCrashPoint: stopAt(plan.stopAt) }),
});

process.on('SIGTERM', () => {
  void running
    .stop()
    .then(() => redis.quit())
    .then(() => process.exit(0));
});

while (!running.isReady()) await sleep(20);
process.stdout.write('ready\n');
