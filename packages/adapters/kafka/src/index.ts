export { createKafka, type KafkaSettings } from './create-kafka.ts';
export { ensureTopics } from './ensure-topics.ts';
export { followTopic, type FollowCodec, type FollowedTopic } from './follow-topic.ts';
export { consumeGroup, type GroupSettings, type RunningGroup } from './group/consume-group.ts';
export type { Committed, GroupRecord, PartitionClaim, PartitionReader } from './group/partition-claim.ts';
export { partitionFor } from './partition.ts';
export {
  createProducer,
  recordRefusal,
  type Producer,
  type ProducerRecord,
} from './producer/create-producer.ts';
export { tailTopics, type TailListener, type TopicTail } from './tail-topics.ts';
export { translateKafkaError } from './translate-error.ts';
export { createChangelogReader, type ChangelogReader } from './transactions/changelog-reader.ts';
export {
  createGroupReader,
  type GroupListener,
  type GroupReader,
  type GroupReaderSettings,
} from './transactions/group-reader.ts';
export {
  createPartitionTransactions,
  type OpenTransaction,
  type PartitionTransactions,
  type WrittenPartition,
} from './transactions/partition-transactions.ts';
export type { OutgoingRecord, RawHeaders, StoredBatch, StoredRecord } from './transactions/stored-record.ts';
