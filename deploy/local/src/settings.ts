import { resolve } from 'node:path';
import { bytes, choice, defineConfig, integer, loadConfig, text, url } from '@millrace/config';
import { MAX_PORT_BASE } from './ports.ts';

/** Every setting of the local stack; the README's table comes from it. */
export const stackConfig = defineConfig({
  MILLRACE_PORT_BASE: integer({
    doc: 'First of the ports, which sit together.',
    default: 7_700,
    min: 1_024,
    max: MAX_PORT_BASE,
  }),
  MILLRACE_HOME: text({ doc: 'Folder of data, logs and process files.', default: '.local' }),
  MILLRACE_DOWNLOADS: text({ doc: 'Folder of downloads; MILLRACE_HOME/downloads if unset.', optional: true }),
  MILLRACE_KAFKA_HEAP: bytes({ doc: 'Heap of the broker.', default: '512MiB', min: '128MiB' }),
  MILLRACE_REGISTRY_HEAP: bytes({ doc: 'Heap of the schema registry.', default: '192MiB', min: '96MiB' }),
  MILLRACE_CLICKHOUSE_MEMORY: bytes({ doc: 'Memory of one query.', default: '2GiB', min: '256MiB' }),
  MILLRACE_INBOX_MEMORY: bytes({ doc: 'Memory of kept deliveries.', default: '256MiB', min: '1MiB' }),
  LOG_LEVEL: choice(['debug', 'info', 'warn', 'error'], {
    doc: 'Log level of the services.',
    default: 'info',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: url({
    doc: "OpenTelemetry collector (OTLP over HTTP) that gets the services' spans.",
    optional: true,
  }),
});

export type Settings = Readonly<{
  portBase: number;
  /** Where the stack keeps its data, logs and process files. */
  home: string;
  /** Where downloads are kept; stacks may share it. */
  downloads: string;
  kafkaHeapBytes: number;
  registryHeapBytes: number;
  clickhouseMemoryBytes: number;
  inboxMemoryBytes: number;
  logLevel: string;
  otlpEndpoint: string | undefined;
}>;

/** Relative folders are meant from the repository. Throws ConfigError naming every bad setting at once. */
export function parseSettings(
  environment: Readonly<Record<string, string | undefined>>,
  repository: string,
): Settings {
  const config = loadConfig(stackConfig, environment);
  const home = resolve(repository, config.millraceHome);
  return Object.freeze({
    portBase: config.millracePortBase,
    home,
    downloads: resolve(repository, config.millraceDownloads ?? resolve(home, 'downloads')),
    kafkaHeapBytes: config.millraceKafkaHeapBytes,
    registryHeapBytes: config.millraceRegistryHeapBytes,
    clickhouseMemoryBytes: config.millraceClickhouseMemoryBytes,
    inboxMemoryBytes: config.millraceInboxMemoryBytes,
    logLevel: config.logLevel,
    otlpEndpoint: config.otelExporterOtlpEndpoint,
  });
}
