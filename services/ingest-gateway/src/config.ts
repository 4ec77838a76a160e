import {
  bytes,
  defineConfig,
  duration,
  integer,
  kafkaConfig,
  list,
  operationsConfig,
  port,
  text,
  type ConfigOf,
} from '@millrace/config';

import { trustedProxies } from './client-address.ts';

/** What the gateway reads from its environment. */
export const declaration = defineConfig(
  {
    ...operationsConfig,
    ...kafkaConfig,
    HOST: text({ doc: 'Address that the tracking API listens on.', default: '127.0.0.1' }),
    PORT: port({ doc: 'Port of the tracking API.', default: 7700 }),
    TRUSTED_PROXIES: list({
      doc: 'Addresses and networks (CIDR) of proxies whose X-Forwarded-For is believed.',
      optional: true,
    }),
    MAX_IN_FLIGHT: bytes({
      doc: 'Most memory that the bodies of requests under way may take; beyond it requests get 429.',
      default: '32MiB',
      min: '1MiB',
    }),
    MAX_QUEUED: bytes({
      doc: 'Most bytes of records that may wait for Kafka; beyond it requests get 429.',
      default: '64MiB',
      min: '2MiB',
    }),
    MAX_QUEUED_RECORDS: integer({
      doc: 'Most records that may wait for Kafka; beyond it requests get 429.',
      default: 200_000,
      min: 2_500,
    }),
    DELIVERY_TIMEOUT: duration({
      doc: 'Longest wait for Kafka before a request gets 503.',
      default: '5s',
      min: '100ms',
    }),
    KAFKA_CHANNELS: integer({
      doc: 'Connections that write to Kafka, each with one batch under way; partitions are shared out among them.',
      default: 1,
      min: 1,
      max: 64,
    }),
    MAX_CONNECTIONS: integer({ doc: 'Most client connections at a time.', default: 10_000, min: 1 }),
    HEADERS_TIMEOUT: duration({ doc: 'Longest time for the head of a request.', default: '10s', min: '1s' }),
    REQUEST_TIMEOUT: duration({ doc: 'Longest time for a whole request.', default: '30s', min: '1s' }),
    KEEP_ALIVE_TIMEOUT: duration({
      doc: "How long an idle connection stays open; longer than a load balancer's own.",
      default: '75s',
      min: '1s',
    }),
    DRAIN_TIMEOUT: duration({
      doc: 'Longest wait for requests under way when stopping.',
      default: '10s',
      min: '1s',
    }),
  },
  ({ headersTimeoutMs, requestTimeoutMs, trustedProxies: proxies = [] }) => [
    ...(headersTimeoutMs > requestTimeoutMs ? ['HEADERS_TIMEOUT must not exceed REQUEST_TIMEOUT'] : []),
    ...problemsOfProxies(proxies),
  ],
);

/** The gateway's settings. */
export type Config = ConfigOf<typeof declaration>;

function problemsOfProxies(proxies: readonly string[]): readonly string[] {
  try {
    trustedProxies(proxies);
    return [];
  } catch (thrown) {
    return [`TRUSTED_PROXIES: ${thrown instanceof Error ? thrown.message : String(thrown)}`];
  }
}
