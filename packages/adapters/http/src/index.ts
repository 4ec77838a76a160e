export { backoffMs } from './backoff.ts';
export { startHttpServer, type HttpServer, type HttpServerSettings } from './http-server.ts';
export type { Lifetime } from './lifetime.ts';
export { exitCodes, runService } from './run-service.ts';
export { startTelemetry, type Program } from './start-telemetry.ts';
