export { noCrash, crashPoints, type AtCrashPoint, type CrashPoint } from './crash-points.ts';
export { createBugGuard } from './bug-guard.ts';
export {
  createPartitionProcessor,
  type PartitionProcessor,
  type ProcessorDeps,
} from './partition-processor.ts';
export type { CodecSource } from './load-program.ts';
export type { Program } from './program.ts';
export { silentReport, type BatchFacts, type Report } from './report.ts';
export { OWNER_MARKER_KEY } from './reserved-keys.ts';
export { runTopology, type RunningTopology, type TopologyDeps } from './run-topology.ts';
export { defaultSettings, type RuntimeSettings } from './settings.ts';
