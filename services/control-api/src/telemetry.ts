import type { MillraceError } from '@millrace/errors';
import { resourceKinds } from '@millrace/resources';
import type { Telemetry } from '@millrace/telemetry';

import type { WorkspaceView } from './workspace-view.ts';

/** The facts this service reports. */
export type Facts = {
  answered(operation: string, status: number, durationMs: number): void;
  /** A request without a valid token. */
  denied(): void;
  failed(error: MillraceError): void;
  written(records: number): void;
};

/** Reports facts as metrics, and as log lines where a person should know. */
export function createFacts({ log, meter }: Telemetry, view: WorkspaceView): Facts {
  const requests = meter.counter('http_requests', 'Requests answered, by operation and status.');
  const duration = meter.histogram(
    'http_request_duration_seconds',
    'From a request to its answer, by operation.',
  );
  const denied = meter.counter('http_requests_denied', 'Requests without a valid token.');
  const written = meter.counter('config_records_written', 'Records written to the topic of resources.');
  meter.gauge('config_resources', 'Resources of the workspace, by kind.', report => {
    for (const kind of resourceKinds) report(view.list(kind).length, { kind });
  });
  return {
    answered(operation, status, durationMs) {
      requests.add(1, { operation, status: String(status) });
      duration.record(durationMs / 1000, { operation });
    },
    denied: () => denied.add(1),
    failed: error => log.error('Request failed.', { error }),
    written(records) {
      written.add(records);
      log.info('Resources changed.', { records });
    },
  };
}
