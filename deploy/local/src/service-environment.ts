import { addressesOf } from './endpoints.ts';
import type { Stack } from './stack.ts';

/** What every service is told about the local stack. */
export function serviceEnvironment({ settings, ports }: Stack): Readonly<Record<string, string>> {
  const addresses = addressesOf(ports);
  return {
    KAFKA_BROKERS: addresses.kafka,
    SCHEMA_REGISTRY_URL: addresses.schemaRegistry,
    REDIS_URL: `redis://${addresses.redis}`,
    CLICKHOUSE_URL: addresses.clickhouse.replace('http://', 'http://default:@'),
    CLICKHOUSE_DATABASE: 'millrace',
    GATEWAY_URL: addresses.gateway,
    OPERATIONS_HOST: '127.0.0.1',
    LOG_LEVEL: settings.logLevel,
    ...(settings.otlpEndpoint !== undefined && { OTEL_EXPORTER_OTLP_ENDPOINT: settings.otlpEndpoint }),
  };
}
