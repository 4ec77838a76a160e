import { topics } from '@millrace/contracts';
import { commonConfig, defineConfig, duration, loadConfig, type ConfigOf } from '@millrace/config';

/** What protocols-validator reads from its environment. */
export const declaration = defineConfig(
  {
    ...commonConfig,
    DEDUPE_WINDOW: duration({
      doc: 'How long a message id is remembered; the same id of the same person and source is dropped meanwhile.',
      default: '24h',
      min: '1m',
    }),
    CONFIG_GRACE: duration({
      doc: 'How old an event of an unknown source must be before it is blocked; until then it waits for the configuration.',
      default: '10s',
      min: '0s',
      max: '5m',
    }),
  },
  ({ dedupeWindowMs }) =>
    dedupeWindowMs <= changelogRetentionMs
      ? []
      : [
          `DEDUPE_WINDOW is longer than ${topics.protocolsValidatorMessageIdsChangelog.name} keeps its records (${changelogRetentionMs}ms): a restored state would have forgotten some`,
        ],
);

/** The values of `declaration`. */
export type Config = ConfigOf<typeof declaration>;

/** Reads the environment. Throws ConfigError with every problem. */
export function readConfig(): Config {
  return loadConfig(declaration, process.env);
}

const changelogRetentionMs = Number(topics.protocolsValidatorMessageIdsChangelog.settings['retention.ms']);
