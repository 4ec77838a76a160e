import { TransientError, type MillraceError } from '@millrace/errors';
import type { Logger, Meter } from '@millrace/telemetry';

import type { StoreFacts, StoreState } from './durable-store.ts';
import type { FileSpool } from './file-spool.ts';

const states: readonly StoreState[] = ['direct', 'spooling', 'draining', 'returning'];

/** Registers what the spool has at the moment. */
export function reportSpool(
  meter: Meter,
  spool: Pick<FileSpool, 'backlogBytes' | 'diskBytes' | 'oldestAt'>,
): void {
  meter.gauge('spool_backlog_bytes', 'Bytes kept on disk that Kafka has not taken.', report => {
    report(spool.backlogBytes);
  });
  meter.gauge('spool_disk_bytes', 'Bytes the spool takes on disk, bounded by SPOOL_MAX.', report => {
    report(spool.diskBytes);
  });
  meter.gauge('spool_oldest_age_seconds', 'Age of the oldest event kept on disk.', report => {
    report(spool.oldestAt === undefined ? 0 : (Date.now() - spool.oldestAt) / 1000);
  });
}

/** Reports what the store does. An outage is one warning and one all-clear, whatever its length; so is each reason that makes it worse. */
export function createStoreFacts(meter: Meter, log: Logger): StoreFacts {
  const drained = meter.counter('spool_drained_records', 'Records that went from the disk to Kafka.');
  /** What was said in this outage. */
  const said = new Set<string>();
  let current: StoreState = 'direct';
  meter.gauge('spool_state', '1 for the state the way to Kafka is in.', report => {
    for (const state of states) report(state === current ? 1 : 0, { state });
  });

  const sayOnce = (level: 'warn' | 'error', sentence: string, error?: MillraceError): void => {
    const what = `${sentence} ${error?.code}`;
    if (said.has(what)) return;
    said.add(what);
    log[level](sentence, error && { code: error.code, problem: error.message });
  };

  return {
    entered(state): void {
      current = state;
      if (state === 'spooling') {
        sayOnce('warn', 'Events are kept on disk and answered with 200 until Kafka takes them in time.');
      } else if (state === 'direct' && said.size > 0) {
        said.clear();
        log.info('Kafka has everything that was kept on disk.');
      }
    },
    drained: records => {
      drained.add(records);
    },
    refused(error): void {
      if (error.code === 'spool-unavailable')
        sayOnce('error', 'The spool cannot be read; it is tried again.', error);
      // That it is away was said; anything else is for a person to repair.
      else if (!(error instanceof TransientError))
        sayOnce('error', 'Kafka refuses what is kept on disk, and nothing gets past it.', error);
    },
    notKept(error): void {
      if (error.code !== 'overloaded') {
        sayOnce('error', 'Events cannot be kept on disk; clients are told to come back.', error);
      }
    },
  };
}
