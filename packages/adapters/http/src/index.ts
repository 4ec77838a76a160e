export { backoffMs } from './backoff.ts';
export type { Lifetime } from './lifetime.ts';
export { startOperationsServer, type Operations, type Readiness } from './operations-server.ts';
export { exitCodes, runService } from './run-service.ts';
