import { ConfigError } from '@millrace/errors';
import {
  createChangelogReader,
  createGroupReader,
  createPartitionTransactions,
  translateKafkaError,
  type ChangelogReader,
} from '@millrace/kafka';
import { createRedisPartitionStore, type PartitionStore } from '@millrace/redis';
import type { Topology } from '@millrace/stream';
import { createBaseMetrics, labelledMeter, type Telemetry } from '@millrace/telemetry';
import type { Redis } from 'ioredis';
import type { Admin, Kafka } from 'kafkajs';

import { createAssignment } from './assignment.ts';
import { createBugGuard } from './bug-guard.ts';
import { crashAt, type AtCrashPoint } from './crash-points.ts';
import { createFailureEpisode } from './failure-episode.ts';
import { loadProgram, type CodecSource } from './load-program.ts';
import { createMembership } from './membership.ts';
import { createMetricsReport } from './metrics-report.ts';
import { createPartitionProcessor, type PartitionProcessor } from './partition-processor.ts';
import { startPartitionWorker, type PartitionWorker } from './partition-worker.ts';
import type { Program } from './program.ts';
import { defaultSettings, type RuntimeSettings } from './settings.ts';
import { startOffset } from './start-offset.ts';
import { sweepUntilStopped } from './sweep.ts';

/** What a topology runs on. Clients are shared by all topologies of a process; the caller closes them after `stop`. */
export type TopologyDeps<T, Q, A> = {
  readonly kafka: Kafka;
  /** Where the topology has a store. */
  readonly redis?: Redis | undefined;
  readonly codecs: CodecSource;
  readonly telemetry: Telemetry;
  /** Version of the service, for dead letters. Default: unknown. */
  readonly version?: string | undefined;
  /** The tables as they are now; read once a batch. */
  readonly tables: () => T;
  /** Performs a question. An expected failure is an answer; what is thrown is handled as a handler's error. */
  readonly ask?: ((question: Q, signal: AbortSignal) => Promise<A>) | undefined;
  readonly settings?: Partial<RuntimeSettings>;
  /** Default: what MILLRACE_CRASH_AT names, else nothing. */
  readonly atCrashPoint?: AtCrashPoint;
};

/** A topology at work. */
export type RunningTopology = {
  /** Whether the loop turns. A partition that halted by itself waits for a person, and is alive. */
  isLive(): boolean;
  /** Whether the group's partitions are held and all of them are being processed. */
  isReady(): boolean;
  /** Records known and not yet read, by partition. */
  lag(): readonly { readonly topic: string; readonly partition: number; readonly records: number }[];
  /** Finishes the batches in hand within the deadline, then leaves the group. Idempotent. */
  stop(): Promise<void>;
};

/** Runs a topology as one member of its consumer group. Its topics must exist. */
export async function runTopology<V, S, T, Q, A>(
  topology: Topology<V, S, T, Q, A>,
  deps: TopologyDeps<T, Q, A>,
): Promise<RunningTopology> {
  const { kafka, codecs, telemetry, tables, ask, version = 'unknown' } = deps;
  const { log } = telemetry;
  const settings = { ...defaultSettings, ...deps.settings };
  const topic = topology.input.name;
  const admin = await connectedAdmin(kafka);
  const { program, partitions } = await loadProgram(topology, {
    codecs,
    admin,
    version,
    tables,
    ask,
    tracer: telemetry.tracer,
  });
  const membership = createMembership();
  const lag = () =>
    [...assignment.workers()].map(([partition, worker]) => ({ topic, partition, records: worker.lag() }));
  const metrics = createBaseMetrics(labelledMeter(telemetry.meter, { group: topology.group }), lag);
  const report = createMetricsReport({ topic, metrics, log });
  const bugGuard = createBugGuard(settings.maxBugs, settings.bugWindowMs);
  const changelog = changelogReader(kafka, topology, settings);
  // The one variable that the runtime reads itself: no service is to know of it.
  const at = deps.atCrashPoint ?? crashAt(process.env['MILLRACE_CRASH_AT']);

  const startWorker = (partition: number, after: Promise<void>): PartitionWorker => {
    const store = partitionStore(deps.redis, topology, partition);
    const state = store === undefined || changelog === undefined ? undefined : { store, changelog };
    const { transactionTimeoutMs } = settings;
    const createProcessor = (signal: AbortSignal): PartitionProcessor =>
      createPartitionProcessor({
        program,
        partition,
        transactions: createPartitionTransactions({
          kafka,
          admin,
          group: topology.group,
          topic,
          partition,
          transactionTimeoutMs,
        }),
        state,
        startAt: committed => startOffset(committed, { admin, topic, partition, settings, report }),
        now: Date.now,
        settings,
        bugGuard,
        report,
        at,
        signal,
      });
    return startPartitionWorker({
      topic,
      partition,
      after,
      createProcessor,
      background: (processor, signal) => sweep(program, { store, processor, settings, signal }),
      reader,
      membership,
      episode: createFailureEpisode({
        partition,
        topic,
        log,
        metrics,
        firstMs: settings.backoffFirstMs,
        maxMs: settings.backoffMaxMs,
      }),
      isIntakeOpen: timers => topology.isIntakeOpen?.({ partition, timers }, tables()) ?? true,
      offsetCommitMs: settings.offsetCommitMs,
      now: Date.now,
      log,
    });
  };
  const assignment = createAssignment({ start: startWorker, stopTimeoutMs: settings.stopTimeoutMs });
  const reader = createGroupReader({
    kafka,
    group: topology.group,
    topic,
    partitions,
    listener: {
      onAssigned: assigned => assignment.assign(assigned),
      onRebalancing: () => assignment.hold(),
      onConfirmed: () => membership.confirm(),
      onBatch: async (partition, batch) => assignment.worker(partition)?.offer(batch),
    },
    settings,
    log,
  });

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await assignment.stop(AbortSignal.timeout(settings.stopTimeoutMs));
    await reader.stop();
    await admin.disconnect();
  };
  return {
    isLive: () => reader.isLive(),
    isReady: () =>
      assignment.isJoined() &&
      [...assignment.workers().values()].every(worker => worker.status() === 'running'),
    lag,
    async stop() {
      stopped ??= stop();
      await stopped;
    },
  };
}

async function connectedAdmin(kafka: Kafka): Promise<Admin> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return admin;
  } catch (thrown) {
    throw translateKafkaError(thrown);
  }
}

function changelogReader<V, S, T, Q, A>(
  kafka: Kafka,
  { store }: Topology<V, S, T, Q, A>,
  { fetchBytes }: RuntimeSettings,
): ChangelogReader | undefined {
  return store === undefined
    ? undefined
    : createChangelogReader({ kafka, topic: store.changelog.name, fetchBytes });
}

function partitionStore<V, S, T, Q, A>(
  redis: Redis | undefined,
  { group, store }: Topology<V, S, T, Q, A>,
  partition: number,
): PartitionStore | undefined {
  if (store === undefined) return undefined;
  if (redis === undefined)
    throw new ConfigError('configuration-invalid', `${group} has a store and needs Redis`);
  return createRedisPartitionStore(redis, { group, store: store.name, partition });
}

async function sweep<V, S, T, Q, A>(
  { topology, codecs }: Program<V, S, T, Q, A>,
  {
    store,
    processor,
    settings,
    signal,
  }: {
    readonly store: PartitionStore | undefined;
    readonly processor: PartitionProcessor;
    readonly settings: RuntimeSettings;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const definition = topology.store;
  const codec = codecs.state;
  if (definition?.expiresAt === undefined || codec === undefined || store === undefined) return;
  const { sweepGraceMs: graceMs, sweepStep: stepSize, sweepIntervalMs: intervalMs } = settings;
  await sweepUntilStopped({
    definition,
    codec,
    store,
    streamTime: () => processor.streamTime(),
    graceMs,
    stepSize,
    intervalMs,
    signal,
  });
}
