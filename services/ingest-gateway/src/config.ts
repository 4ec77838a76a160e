import {
  bytes,
  defineConfig,
  duration,
  integer,
  kafkaConfig,
  list,
  operationsConfig,
  port,
  secret,
  text,
  type ConfigOf,
} from '@millrace/config';
import { parseSecretsKey } from '@millrace/resources';

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
    OAUTH_KEY: secret({
      doc: 'Key that signs access tokens, from millrace oauth gateway-key; without it there are none.',
      optional: true,
    }),
    OAUTH_AUDIENCES: list({
      doc: "Addresses that clients know this gateway by, which OAuth assertions may name; its own and Segment's without it.",
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
    SPOOL_FOLDER: text({
      doc: 'Folder of this gateway alone, where events are kept while Kafka is away; without it such requests get 503.',
      optional: true,
    }),
    SPOOL_AFTER: duration({
      doc: 'Longest wait for Kafka before events are kept in the spool; less than DELIVERY_TIMEOUT.',
      default: '2s',
      min: '100ms',
    }),
    SPOOL_MAX: bytes({
      doc: 'Most bytes the spool takes on disk; beyond it requests get 503.',
      default: '1GiB',
      min: '8MiB',
    }),
    SPOOL_MIN_FREE: bytes({
      doc: 'Free space that the spool leaves on its disk; below it requests get 503.',
      default: '256MiB',
      min: '1MiB',
    }),
    KAFKA_CHANNELS: integer({
      doc: 'Connections that write to Kafka, each with one batch under way; partitions are shared out among them.',
      default: 1,
      min: 1,
      max: 64,
    }),
    MAX_REMEMBERED_USER_AGENTS: integer({
      doc: 'User agents of which it is remembered whether they are bots.',
      default: 5_000,
      min: 1,
    }),
    LIBRARY_COPIES: integer({
      doc: 'Copies of the browser library that are kept, one for each source (about 170 KB); the others are made when asked for.',
      default: 200,
      min: 1,
    }),
    MAX_CONNECTIONS: integer({ doc: 'Most client connections at a time.', default: 10_000, min: 1 }),
    HEADERS_TIMEOUT: duration({ doc: 'Longest time for the head of a request.', default: '10s', min: '1s' }),
    REQUEST_TIMEOUT: duration({ doc: 'Longest time for a whole request.', default: '30s', min: '1s' }),
    IDLE_TIMEOUT: duration({
      doc: 'Longest silence on a connection in the middle of an exchange, such as of a client that does not read its reply.',
      default: '60s',
      min: '1s',
    }),
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
  ({
    headersTimeoutMs,
    requestTimeoutMs,
    idleTimeoutMs,
    deliveryTimeoutMs,
    spoolFolder,
    spoolAfterMs,
    trustedProxies: proxies = [],
    oauthKey,
    oauthAudiences = [],
  }) => [
    ...(headersTimeoutMs > requestTimeoutMs ? ['HEADERS_TIMEOUT must not exceed REQUEST_TIMEOUT'] : []),
    // A client is silent while it waits for its events to be stored, and may be between the parts of its body.
    ...(idleTimeoutMs <= Math.max(requestTimeoutMs, deliveryTimeoutMs)
      ? ['IDLE_TIMEOUT must be longer than REQUEST_TIMEOUT and DELIVERY_TIMEOUT']
      : []),
    // Later the producer has given up already, and what failed would not be known in its order.
    ...(spoolFolder !== undefined && spoolAfterMs >= deliveryTimeoutMs
      ? ['SPOOL_AFTER must be less than DELIVERY_TIMEOUT']
      : []),
    ...problemsOfProxies(proxies),
    ...(oauthKey !== undefined && parseSecretsKey(oauthKey.reveal()) === undefined
      ? ['OAUTH_KEY must be 32 bytes in hexadecimal or base64; millrace oauth gateway-key makes it']
      : []),
    ...oauthAudiences
      .filter(address => !/^https?:\/\/[^/]/.test(address))
      .map(address => `OAUTH_AUDIENCES: ${address} is no address that starts with http:// or https://`),
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
