export { defineConfig, loadConfig, type ConfigDeclaration, type ConfigOf, type Settings } from './config.ts';
export { configTable } from './config-table.ts';
export { deepFreeze } from './deep-freeze.ts';
export {
  boolean,
  bytes,
  choice,
  decimal,
  duration,
  integer,
  list,
  port,
  secret,
  text,
  url,
} from './readers.ts';
export { parseBytes, parseDuration } from './quantities.ts';
export { Secret } from './secret.ts';
export { commonConfig, kafkaConfig, operationsConfig, redisConfig } from './shared-settings.ts';
export type { Setting } from './setting.ts';
