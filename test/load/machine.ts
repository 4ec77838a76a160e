import { cpus, release, totalmem, type, version } from 'node:os';

/** The machine numbers were measured on. */
export type Machine = Readonly<Record<'processor' | 'cores' | 'memory' | 'system' | 'node', string>>;

/** Describes this machine. */
export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: String(processors.length),
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${type()} ${release()} ${version()}`,
    node: process.version,
  };
}
