import { commonConfig, defineConfig, duration, loadConfig, type ConfigOf } from '@millrace/config';

/** What identity-stitcher reads from its environment. */
export const declaration = defineConfig({
  ...commonConfig,
  FUTURE_BOUND: duration({
    doc: 'How far past its receipt an event may claim to have happened; one further in the future counts as of its receipt.',
    default: '5m',
  }),
});

/** The values of `declaration`. */
export type Config = ConfigOf<typeof declaration>;

/** Reads the environment. Throws ConfigError with every problem. */
export function readConfig(): Config {
  return loadConfig(declaration, process.env);
}
