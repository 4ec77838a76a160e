import { choice, decimal, list, port, text, url } from './readers.ts';

/** Keys of every process: its operations server, its logs, its traces. */
export const operationsConfig = {
  OPERATIONS_PORT: port({ doc: 'Port of /metrics and /health.' }),
  OPERATIONS_HOST: text({ doc: 'Address that /metrics and /health listen on.', default: '127.0.0.1' }),
  LOG_LEVEL: choice(['debug', 'info', 'warn', 'error'], {
    doc: 'Least level that is logged.',
    default: 'info',
  }),
  TRACE_SAMPLE_RATIO: decimal({
    doc: 'Share of traces that start here and are recorded, from 0 to 1.',
    default: 0.01,
    min: 0,
    max: 1,
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: url({
    doc: 'OpenTelemetry collector (OTLP over HTTP) that receives spans; none are sent without it.',
    optional: true,
  }),
} as const;

/** Keys of every process that reads or writes topics. */
export const kafkaConfig = {
  KAFKA_BROKERS: list({ doc: 'Kafka brokers, host:port separated by commas.' }),
  SCHEMA_REGISTRY_URL: url({ doc: "Schema registry, in Confluent's form of the API." }),
} as const;

/** Keys of every process that keeps state. */
export const redisConfig = {
  REDIS_URL: url({
    doc: 'Redis that holds the states, as redis://host:port.',
    protocols: ['redis', 'rediss'],
    secret: true,
  }),
} as const;

/** Keys of every stream service. */
export const commonConfig = { ...operationsConfig, ...kafkaConfig, ...redisConfig } as const;
