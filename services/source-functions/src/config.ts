import { isIP } from 'node:net';

import {
  bytes,
  commonConfig,
  defineConfig,
  duration,
  integer,
  list,
  port,
  secret,
  text,
  url,
  type ConfigOf,
} from '@millrace/config';
import { ConfigError } from '@millrace/errors';
import { parseSecretsKey } from '@millrace/resources';

import type { RetryRules } from './rules.ts';

const SECRETS_KEY_FORM = 'SECRETS_KEY must be 32 bytes, in hexadecimal or base64';

/** What the process reads from its environment. */
export const declaration = defineConfig(
  {
    ...commonConfig,
    SECRETS_KEY: secret({
      doc: "Opens the settings of functions: control-api's key, 32 bytes in hexadecimal or base64.",
    }),
    HOST: text({ doc: 'Address that webhooks are received on.', default: '127.0.0.1' }),
    PORT: port({ doc: 'Port that webhooks are received on.', default: 7717 }),
    PUBLIC_URL: url({
      doc: 'Address that senders reach this service under, which functions see as the URL of a request; the one asked without it.',
      optional: true,
    }),
    MAX_REQUESTS: integer({
      doc: 'Requests at once, each with up to 512 KiB; beyond it they get 503.',
      default: 128,
      min: 1,
      max: 10_000,
    }),
    MAX_CONNECTIONS: integer({ doc: 'Most connections of senders at a time.', default: 1_000, min: 1 }),
    HEADERS_TIMEOUT: duration({ doc: 'Longest time for the head of a request.', default: '10s', min: '1s' }),
    REQUEST_TIMEOUT: duration({ doc: 'Longest time for a whole request.', default: '30s', min: '1s' }),
    IDLE_TIMEOUT: duration({
      doc: 'Longest silence of a connection with a request under way; longer than all the waits for one together.',
      default: '90s',
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
      max: '20s',
    }),
    DELIVERY_TIMEOUT: duration({
      doc: 'Longest wait for Kafka before a request gets 503.',
      default: '5s',
      min: '100ms',
    }),
    MAX_QUEUED: bytes({
      doc: 'Most bytes of records that may wait for Kafka; beyond it requests get 503.',
      default: '64MiB',
      min: '2MiB',
    }),
    MAX_QUEUED_RECORDS: integer({
      doc: 'Most records that may wait for Kafka; beyond it requests get 503.',
      default: 200_000,
      min: 2_500,
    }),
    FUNCTION_TIMEOUT: duration({
      doc: 'Longest run of a function.',
      default: '5s',
      min: '100ms',
      max: '60s',
    }),
    FUNCTION_CPU_TIME: duration({
      doc: 'Most processor time of one run; less than its longest, because a run mostly waits.',
      default: '1s',
      min: '10ms',
      max: '60s',
    }),
    FUNCTION_MEMORY: bytes({
      doc: 'Most memory of one function.',
      default: '64MiB',
      min: '16MiB',
      max: '512MiB',
    }),
    SANDBOX_PROCESSES: integer({ doc: 'Processes that run functions.', default: 2, min: 1, max: 64 }),
    SANDBOX_CALLS: integer({ doc: 'Runs at once in one of them.', default: 8, min: 1, max: 256 }),
    SANDBOX_CALLS_PER_FUNCTION: integer({
      doc: 'Runs at once of one source, so that a slow function cannot hold every place.',
      default: 4,
      min: 1,
    }),
    SANDBOX_MAX_WAIT: duration({
      doc: 'Longest wait of a run for a place; beyond it the request is kept and tried again.',
      default: '2s',
    }),
    ALLOWED_NETWORKS: list({
      doc: 'Private addresses and networks (CIDR) that functions may reach all the same.',
      optional: true,
    }),
    RETRY_ATTEMPTS: integer({ doc: 'Runs for one request at most.', default: 6, min: 1, max: 20 }),
    RETRY_FIRST_DELAY_MIN: duration({
      doc: 'Shortest pause after the first run; the pause doubles from there.',
      default: '1m',
      min: '1ms',
    }),
    RETRY_FIRST_DELAY_MAX: duration({ doc: 'Longest pause after the first run.', default: '3m' }),
    RETRY_MAX_DELAY: duration({ doc: 'Longest pause between runs.', default: '20m' }),
    MAX_WAITING: integer({
      doc: 'Requests of a partition that may wait for another run at once; the others wait in their topic.',
      default: 2_000,
      min: 1,
    }),
    SESSION_TIMEOUT: duration({
      doc: 'How long the group waits for a silent member before it gives its partitions to another.',
      default: '10s',
      min: '6s',
    }),
  },
  ({ secretsKey, headersTimeoutMs, requestTimeoutMs, allowedNetworks = [], ...rest }) => [
    ...(parseSecretsKey(secretsKey.reveal()) === undefined ? [SECRETS_KEY_FORM] : []),
    ...(headersTimeoutMs > requestTimeoutMs ? ['HEADERS_TIMEOUT must not exceed REQUEST_TIMEOUT'] : []),
    ...(rest.retryFirstDelayMinMs > rest.retryFirstDelayMaxMs
      ? ['RETRY_FIRST_DELAY_MIN must not exceed RETRY_FIRST_DELAY_MAX']
      : []),
    ...(rest.retryFirstDelayMaxMs > rest.retryMaxDelayMs
      ? ['RETRY_FIRST_DELAY_MAX must not exceed RETRY_MAX_DELAY']
      : []),
    ...(rest.idleTimeoutMs <= rest.sandboxMaxWaitMs + rest.functionTimeoutMs + rest.deliveryTimeoutMs
      ? ['IDLE_TIMEOUT must be longer than SANDBOX_MAX_WAIT, FUNCTION_TIMEOUT and DELIVERY_TIMEOUT together']
      : []),
    ...allowedNetworks
      .filter(network => !isNetwork(network))
      .map(network => `ALLOWED_NETWORKS: ${network} is neither an address nor a network`),
  ],
);

/** The service's settings. */
export type Config = ConfigOf<typeof declaration>;

/** Opens the settings of functions. */
export function secretsKeyOf({ secretsKey }: Pick<Config, 'secretsKey'>): Buffer {
  const key = parseSecretsKey(secretsKey.reveal());
  if (key === undefined) throw new ConfigError('configuration-invalid', SECRETS_KEY_FORM);
  return key;
}

/** The part of the configuration that repeated runs go by. */
export function retryRules(config: Config): RetryRules {
  return {
    attempts: config.retryAttempts,
    firstMinMs: config.retryFirstDelayMinMs,
    firstMaxMs: config.retryFirstDelayMaxMs,
    maxMs: config.retryMaxDelayMs,
  };
}

function isNetwork(written: string): boolean {
  const [address = '', bits] = written.split('/');
  const size = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return size > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= size));
}
