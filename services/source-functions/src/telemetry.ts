import type { FunctionInvocation } from '@millrace/contracts';
import type { FunctionRun, Sandbox, SandboxProcessEnd } from '@millrace/sandbox';
import type { Meter, Telemetry } from '@millrace/telemetry';

/** The facts this service reports, besides the runtime's own measurements of repeated runs. */
export type Facts = {
  /** A request was answered, by what it was for. */
  readonly answered: (target: 'event' | 'function' | 'refused', status: number) => void;
  /** A function ran. */
  readonly ran: (run: Pick<FunctionRun, 'outcome' | 'durationMs' | 'cpuMs'>) => void;
  /** An attempt is over and its outcome durable. */
  readonly settled: (record: Pick<FunctionInvocation, 'outcome' | 'code'>) => void;
  /** Events are durable. */
  readonly stored: (events: number) => void;
  /** A process of the sandbox has ended; it is started again by itself. */
  readonly processEnded: (end: SandboxProcessEnd) => void;
};

/** Registers the metrics. Functions are as many as the workspace has; what each does is in their invocations. */
export function createFacts({ log, meter }: Pick<Telemetry, 'log' | 'meter'>): Facts {
  const requests = meter.counter('requests', 'Requests answered, by what they were for and status.');
  const invocations = meter.counter('function_invocations', 'Runs of functions, by outcome and code.');
  const events = meter.counter('events_stored', 'Events acknowledged by Kafka.');
  const durations = meter.histogram('function_run_duration_seconds', 'Runs of functions, by how they ended.');
  const cpu = meter.counter('function_run_cpu_seconds', 'CPU time of functions.');
  const processEnds = meter.counter('sandbox_process_ends', 'Processes of the sandbox that ended.');
  return {
    answered: (target, status) => requests.add(1, { target, status: statusLabel(status) }),
    ran({ outcome, durationMs, cpuMs }) {
      durations.record(durationMs / 1000, { end: outcome.kind });
      cpu.add(cpuMs / 1000);
    },
    settled: ({ outcome, code }) => invocations.add(1, { outcome, code: code ?? 'none' }),
    stored: count => events.add(count),
    processEnded({ reason, suspects, lostCalls }) {
      processEnds.add(1);
      log.warn('A process of the sandbox ended.', { reason, functions: suspects.join(' '), lostCalls });
    },
  };
}

/** Registers how much the sandbox has to do. */
export function reportLoad(meter: Meter, load: Sandbox['load']): void {
  meter.gauge('sandbox_calls', 'Runs of functions that wait for a place, and that have one.', report => {
    const { waiting, running } = load();
    report(waiting, { state: 'waiting' });
    report(running, { state: 'running' });
  });
}

/** A function chooses its status itself; a label is one of few. */
function statusLabel(status: number): string {
  return `${Math.floor(status / 100)}xx`;
}
