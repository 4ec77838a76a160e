import {
  bytes,
  commonConfig,
  defineConfig,
  duration,
  integer,
  secret,
  text,
  type ConfigOf,
} from '@millrace/config';
import { ConfigError } from '@millrace/errors';
import { parseSecretsKey } from '@millrace/resources';

import type { DeliveryRules } from './rules.ts';

const SECRETS_KEY_FORM = 'SECRETS_KEY must be 32 bytes, in hexadecimal or base64';

/** What the process reads from its environment. */
export const declaration = defineConfig(
  {
    ...commonConfig,
    SECRETS_KEY: secret({
      doc: "Opens the secrets of destinations: control-api's key, 32 bytes in hexadecimal or base64.",
    }),
    DESTINATION: text({ doc: 'Id of the only destination to serve; all without it.', optional: true }),
    CONNECTIONS_PER_DESTINATION: integer({
      doc: 'Requests to one destination on their way at a time.',
      default: 64,
      min: 1,
      max: 1_000,
    }),
    RETRY_FIRST_DELAY: duration({
      doc: 'Pause after the first failed attempt; doubles from there.',
      default: '1s',
      min: '1ms',
    }),
    RETRY_MAX_DELAY: duration({
      doc: 'Longest pause between attempts, but for what a destination asks for.',
      default: '2m',
    }),
    RETRY_HORIZON: duration({
      doc: 'How long after its first attempt an event is still tried.',
      default: '4h',
    }),
    PARKED_EVENTS_PER_PROFILE: integer({
      doc: 'Events of one profile that may wait behind a failing one; past it all go to dead letters.',
      default: 200,
      min: 1,
      max: 1_000,
    }),
    PARKED_SIZE_PER_PROFILE: bytes({
      doc: 'The same in bytes.',
      default: '256KiB',
      min: '128KiB',
      max: '384KiB',
    }),
    PARKED_PROFILES_PER_PARTITION: integer({
      doc: 'Profiles of a partition that may wait before its intake is held.',
      default: 5_000,
      min: 1,
    }),
    SESSION_TIMEOUT: duration({
      doc: 'How long a group waits for a silent member before it gives its partitions to another.',
      default: '30s',
      min: '6s',
    }),
    DOWN_AFTER_FAILURES: integer({
      doc: 'First attempts that must fail in a row before the intake of a destination is held.',
      default: 20,
      min: 1,
    }),
  },
  ({ secretsKey, retryFirstDelayMs, retryMaxDelayMs }) => [
    ...(parseSecretsKey(secretsKey.reveal()) === undefined ? [SECRETS_KEY_FORM] : []),
    ...(retryFirstDelayMs > retryMaxDelayMs ? ['RETRY_FIRST_DELAY must not exceed RETRY_MAX_DELAY'] : []),
  ],
);

/** What the process reads from its environment. */
export type Config = ConfigOf<typeof declaration>;

/** Opens the secrets of destinations. */
export function secretsKeyOf({ secretsKey }: Pick<Config, 'secretsKey'>): Buffer {
  const key = parseSecretsKey(secretsKey.reveal());
  if (key === undefined) throw new ConfigError('configuration-invalid', SECRETS_KEY_FORM);
  return key;
}

/** What one firing of a timer sends before others have their turn: enough to catch up, too little to hold a batch up for long. */
const MAX_DRAINED = { events: 50, durationMs: 2_000 };

/** The part of the configuration that deliveries go by. */
export function deliveryRules(config: Config): DeliveryRules {
  return {
    backoff: { firstMs: config.retryFirstDelayMs, maxMs: config.retryMaxDelayMs },
    horizonMs: config.retryHorizonMs,
    maxParkedEvents: config.parkedEventsPerProfile,
    maxParkedBytes: config.parkedSizePerProfileBytes,
    maxParkedProfiles: config.parkedProfilesPerPartition,
    downAfter: config.downAfterFailures,
    maxDrained: MAX_DRAINED,
  };
}
