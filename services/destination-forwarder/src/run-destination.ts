import { topics, type ProfileActivity } from '@millrace/contracts';
import { runTopology, type RuntimeSettings, type TopologyDeps } from '@millrace/stream-runtime';

import type { Tables } from './active-destination.ts';
import type { Attempt, Question } from './attempt.ts';
import { createDelivery } from './delivery.ts';
import type { RunDestination } from './fleet.ts';
import { createHttpSender } from './http-sender.ts';
import type { DeliveryRules } from './rules.ts';
import type { FleetTelemetry } from './telemetry.ts';
import { createTopology, type ForwarderTopology } from './topology.ts';

/** Bounds what a crash can repeat, and what a batch in hand can park when the destination goes down. */
const MAX_BATCH_RECORDS = 500;

type Deps = {
  /** What all destinations share. */
  readonly runtime: Pick<
    TopologyDeps<Tables, Question, Attempt>,
    'kafka' | 'redis' | 'codecs' | 'telemetry' | 'version'
  >;
  /** Creates the topics of a destination that are missing. */
  readonly ensureTopics: (topology: ForwarderTopology) => Promise<void>;
  readonly telemetry: FleetTelemetry;
  readonly rules: DeliveryRules;
  readonly connections: number;
  readonly settings: Pick<RuntimeSettings, 'sessionTimeoutMs'>;
};

/** Runs destinations, each with its own group, connections and health. */
export function createRunDestination({
  runtime,
  ensureTopics,
  telemetry,
  rules,
  connections,
  settings,
}: Deps): RunDestination {
  return async ({ destination: { id }, since }, current) => {
    const codec = await runtime.codecs.codecFor<ProfileActivity>(topics.profilesActivity);
    const sender = createHttpSender({ connections });
    const delivery = createDelivery({
      destination: current,
      sender,
      codec,
      telemetry: telemetry.forDestination(id),
      concurrency: connections,
      downAfter: rules.downAfter,
    });
    const topology = createTopology(id, { rules, isUp: () => delivery.isUp() });
    try {
      await ensureTopics(topology);
      const running = await runTopology(topology, {
        ...runtime,
        tables: () => ({ destination: current() }),
        ask: question => delivery.attempt(question),
        settings: {
          ...settings,
          askConcurrency: connections,
          maxTransactionRecords: MAX_BATCH_RECORDS,
          startAtMs: since,
        },
      });
      return {
        isLive: () => running.isLive(),
        isReady: () => running.isReady(),
        async stop() {
          delivery.holdBack();
          await running.stop();
          await sender.close();
        },
      };
    } catch (thrown) {
      await sender.close();
      throw thrown;
    }
  };
}
