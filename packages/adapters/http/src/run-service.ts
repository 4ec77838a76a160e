import { classifyError, ConfigError } from '@millrace/errors';
import { createLog, type Logger } from '@millrace/telemetry';

import { createLifetime, type ControlledLifetime, type Lifetime } from './lifetime.ts';

/** Exit codes: 78 is EX_CONFIG, which supervisors can take as "do not restart". */
export const exitCodes = { clean: 0, failed: 1, misconfigured: 78 } as const;

const defaultStopDeadlineMs = 30_000;

/**
 * Runs a process: `start` builds its parts in order and registers how each stops. SIGTERM and SIGINT stop them in reverse
 * within a deadline (default 30 s); a ConfigError ends the start with exit code 78 and a readable message; anything else
 * unexpected, at start or later, is logged and ends the process with exit code 1.
 */
export function runService(
  service: string,
  start: (lifetime: Lifetime) => Promise<void>,
  { stopDeadlineMs = defaultStopDeadlineMs }: { readonly stopDeadlineMs?: number } = {},
): void {
  let log: Logger = createLog({ service, version: '', level: 'info' });
  const lifetime = createLifetime(log);
  const useLog: Lifetime['logTo'] = next => {
    log = next;
    lifetime.logTo(next);
  };
  const crash = (sentence: string) => (error: unknown) => {
    log.error(sentence, { error });
    process.exit(exitCodes.failed);
  };
  process.on('uncaughtException', crash('Unexpected error; the process ends.'));
  process.on('unhandledRejection', crash('Unhandled rejection; the process ends.'));
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      log.info('Stopping.', { signal: name });
      void stopWithin(lifetime, stopDeadlineMs, log).then(code => process.exit(code));
    });
  }

  start({ ...lifetime, logTo: useLog }).then(
    () => {
      lifetime.started();
      log.info('Started.');
    },
    (error: unknown) => {
      if (lifetime.signal.aborted) return;
      void stopWithin(lifetime, stopDeadlineMs, log).then(() => process.exit(reportFailedStart(error, log)));
    },
  );
}

async function stopWithin(lifetime: ControlledLifetime, deadlineMs: number, log: Logger): Promise<number> {
  const { promise: late, resolve } = Promise.withResolvers<number>();
  const timer = setTimeout(() => {
    log.error('Stopping took too long; the process ends.', { deadlineMs });
    resolve(exitCodes.failed);
  }, deadlineMs);
  const stopped = lifetime.stop().then(isClean => (isClean ? exitCodes.clean : exitCodes.failed));
  const code = await Promise.race([stopped, late]);
  clearTimeout(timer);
  return code;
}

/** A ConfigError is for the person at the keyboard: plain text. Anything else is for the log. */
function reportFailedStart(thrown: unknown, log: Logger): number {
  const error = classifyError(thrown);
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.misconfigured;
  }
  log.error('Start failed.', { error });
  return exitCodes.failed;
}
