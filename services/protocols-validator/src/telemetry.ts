import type { MillraceError } from '@millrace/errors';
import type { Logger } from '@millrace/telemetry';

/** What this service reports besides the runtime's own measurements. */
export type Facts = {
  /** The configuration was read to its end; events are judged from here on. */
  configurationRead(): void;
  /** A resource's record is of no use; the resource stays as it was. */
  resourceUnusable(error: MillraceError): void;
};

/** Reports to the log. */
export function createFacts(log: Logger): Facts {
  return {
    configurationRead: () => log.info('Configuration read.'),
    resourceUnusable: ({ code, details }) =>
      log.error('A resource cannot be used; it stays as it was.', { code, ...details }),
  };
}
