export { dialects, type Dialect, type EmittedType } from './dialect.ts';
export type {
  EmittedEvent,
  FetchRecord,
  FunctionCall,
  FunctionError,
  FunctionOutcome,
  FunctionRequest,
  FunctionRun,
  LogLine,
  Program,
  ProgramCheck,
  ProgramProblem,
  UnavailableReason,
} from './function-run.ts';
export type { Json, JsonObject } from './json.ts';
export type { SandboxProcessEnd } from './process-end.ts';
export type { SandboxBounds } from './sandbox-bounds.ts';
export { createSandbox, type Sandbox, type SandboxSettings } from './sandbox.ts';
