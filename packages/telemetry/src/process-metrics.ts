import { performance } from 'node:perf_hooks';

import type { Meter } from './meter.ts';

/** Registers what this process uses of its machine, named as Prometheus clients name it. */
export function registerProcessMetrics(meter: Meter): void {
  const startedAt = Date.now() / 1000 - process.uptime();
  let utilization = performance.eventLoopUtilization();
  meter.observedCounter('process_cpu_seconds', 'User and system CPU time spent.', report => {
    const { user, system } = process.cpuUsage();
    report((user + system) / 1e6);
  });
  meter.gauge('process_resident_memory_bytes', 'Resident memory.', report =>
    report(process.memoryUsage.rss()),
  );
  meter.gauge('process_start_time_seconds', 'Start of the process, seconds since 1970.', report =>
    report(startedAt),
  );
  meter.gauge('nodejs_heap_used_bytes', 'Heap in use.', report => report(process.memoryUsage().heapUsed));
  meter.gauge(
    'nodejs_event_loop_busy_ratio',
    'Share of the time since the last look that the event loop worked.',
    report => {
      const now = performance.eventLoopUtilization();
      report(performance.eventLoopUtilization(now, utilization).utilization);
      utilization = now;
    },
  );
}
