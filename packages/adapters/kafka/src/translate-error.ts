import {
  BugError,
  classifyError,
  ConfigError,
  FencedError,
  InvalidRecordError,
  MillraceError,
  TransientError,
} from '@millrace/errors';
import kafkajs from 'kafkajs';

/** Another process has taken over: of the transactional id, or of the place in the group. */
const fencedTypes: ReadonlySet<string> = new Set([
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
  'TRANSACTION_COORDINATOR_FENCED',
  'FENCED_INSTANCE_ID',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
]);

/** PRODUCER_FENCED, which kafkajs has no name for. */
const PRODUCER_FENCED_CODE = 90;

/** After these the broker takes nothing more from this producer id; a new one may go on. */
const sequenceTypes: ReadonlySet<string> = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

const tooLargeTypes: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** What kafkajs calls final although it passes: with a new connection, coordinator or producer id. */
const passingTypes: ReadonlySet<string> = new Set([
  // The broker's own fault: one is a commit that meets a fence of its transactional id half way.
  'UNKNOWN',
  'BROKER_NOT_AVAILABLE',
  'INVALID_TXN_STATE',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
]);

const refusedBySetupTypes: ReadonlySet<string> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'INVALID_PARTITIONS',
  'INVALID_REPLICATION_FACTOR',
  'INVALID_CONFIG',
  'INVALID_TRANSACTION_TIMEOUT',
  'POLICY_VIOLATION',
]);

const setupErrorNames: ReadonlySet<string> = new Set([
  'KafkaJSSASLAuthenticationError',
  'KafkaJSServerDoesNotSupportApiKey',
  'KafkaJSNotImplemented',
]);

/** What kafkajs threw, as an error of ours; total. What is not kafkajs' own is a bug. */
export function translateKafkaError(thrown: unknown): MillraceError {
  if (thrown instanceof MillraceError) return thrown;
  if (!(thrown instanceof kafkajs.KafkaJSError)) return classifyError(thrown);
  const error = rootError(thrown);
  const options = { cause: thrown };
  if (error instanceof kafkajs.KafkaJSProtocolError) return translateReply(error, options);
  if (setupErrorNames.has(error.name)) return new ConfigError('broker-refused', said(error), options);
  if (error.name === 'KafkaJSNonRetriableError') return new BugError('broker-refused', said(error), options);
  return new TransientError('broker-unavailable', said(error), options);
}

/** Whether an idempotent producer that failed so has to start over with a new producer id. */
export function breaksSequence(thrown: unknown): boolean {
  if (!(thrown instanceof kafkajs.KafkaJSError)) return false;
  const error = rootError(thrown);
  return error instanceof kafkajs.KafkaJSProtocolError && sequenceTypes.has(error.type);
}

function translateReply(
  error: InstanceType<typeof kafkajs.KafkaJSProtocolError>,
  options: { cause: unknown },
): MillraceError {
  if (fencedTypes.has(error.type) || error.code === PRODUCER_FENCED_CODE) {
    return new FencedError('partition-lost', said(error), options);
  }
  if (tooLargeTypes.has(error.type)) return new InvalidRecordError('record-too-large', said(error), options);
  if (refusedBySetupTypes.has(error.type)) return new ConfigError('broker-refused', said(error), options);
  if (error.retriable || passingTypes.has(error.type)) {
    return new TransientError('broker-unavailable', said(error), options);
  }
  return new BugError('broker-refused', said(error), options);
}

/** kafkajs wraps the last failure in "retries exceeded" and "non retriable"; the innermost of its own says what happened. */
function rootError(error: Error): Error {
  let root = error;
  while (root.cause instanceof kafkajs.KafkaJSError) root = root.cause;
  return root;
}

function said(error: Error): string {
  return `Kafka request failed: ${error.message}`;
}
