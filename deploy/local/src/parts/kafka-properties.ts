import type { Ports } from '../ports.ts';

/**
 * The broker's settings: one node that is broker and controller. Topics say what is theirs (partitions,
 * cleanup, retention) when they are created; here is what a single machine needs.
 */
export function kafkaProperties(ports: Pick<Ports, 'kafka' | 'kafkaController'>, logFolder: string): string {
  const broker = `127.0.0.1:${ports.kafka}`;
  const controller = `127.0.0.1:${ports.kafkaController}`;
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    // A fixed voter, so that the same data starts on other ports.
    'controller.quorum.voters': `1@${controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `BROKER://${broker},CONTROLLER://${controller}`,
    'advertised.listeners': `BROKER://${broker}`,
    'inter.broker.listener.name': 'BROKER',
    'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logFolder,

    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,

    // After a kill the broker waits until its former session ends before it serves again.
    'broker.session.timeout.ms': 5_000,
    'broker.heartbeat.interval.ms': 1_000,

    // An idle controller writes an empty record twice a second by default, which nobody here reads.
    'metadata.max.idle.interval.ms': 5_000,

    'num.network.threads': 2,
    'num.io.threads': 4,
    'num.recovery.threads.per.data.dir': 2,
    'log.cleaner.dedupe.buffer.size': 16_777_216,
  };
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
