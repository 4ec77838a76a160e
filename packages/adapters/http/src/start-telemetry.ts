import { createTelemetry, type Telemetry } from '@millrace/telemetry';

import type { Lifetime } from './lifetime.ts';
import { startOperationsServer, type Readiness } from './operations-server.ts';

/** The settings that every process has for what it tells of itself; `operationsConfig` of @millrace/config declares them. */
type Settings = {
  readonly logLevel: Parameters<typeof createTelemetry>[0]['logLevel'];
  readonly traceSampleRatio: number;
  readonly otelExporterOtlpEndpoint?: string | undefined;
  readonly operationsHost: string;
  readonly operationsPort: number;
};

/** What runs in a process beside its lifetime: the health of a stream program, or of a fleet of them. */
export type Program = {
  readonly isLive: () => boolean;
  readonly isReady: () => boolean;
  /** What it still waits for. */
  readonly waitingFor?: () => readonly string[];
};

type Process = {
  readonly service: string;
  readonly version: string;
  readonly config: Settings;
  /** Undefined until it runs; a process that has one is not ready before. Without it, a process that has started is ready. */
  readonly program?: () => Program | undefined;
};

/** Starts what every process begins with: log, meter and tracer, and the server of /metrics and /health. They stop last. */
export async function startTelemetry(
  { logTo, onStop, readiness }: Pick<Lifetime, 'logTo' | 'onStop' | 'readiness'>,
  { service, version, config, program }: Process,
): Promise<Telemetry> {
  const { logLevel, traceSampleRatio, otelExporterOtlpEndpoint: otlpEndpoint } = config;
  const telemetry = createTelemetry({ service, version, logLevel, traceSampleRatio, otlpEndpoint });
  logTo(telemetry.log);
  onStop('telemetry', () => telemetry.shutdown());
  const operations = await startOperationsServer({
    host: config.operationsHost,
    port: config.operationsPort,
    telemetry,
    isLive: () => program?.()?.isLive() ?? true,
    isReady: () => readinessOf(readiness(), program),
  });
  onStop('operations server', () => operations.close());
  return telemetry;
}

function readinessOf(process: Readiness, program: Process['program']): Readiness {
  if (program === undefined) return process;
  const running = program();
  return {
    ready: process.ready && running?.isReady() === true,
    waitingFor: [...process.waitingFor, ...(running?.waitingFor?.() ?? [])],
  };
}
