import { headers } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';
import { ConfigError, type MillraceError } from '@millrace/errors';
import { attributes, createBaseMetrics, isSampled, type Telemetry } from '@millrace/telemetry';

import type { Block } from './blocks/block.ts';
import { textHeader } from './text-headers.ts';

type Place = { readonly topic: string; readonly partition: number };

/** The facts this service reports. */
export type Report = {
  recordsIn(count: number, topic: string): void;
  /** A block is inserted and its end committed. */
  blockDone(
    block: Block,
    facts: { readonly refused: number; readonly startedAt: EpochMillis; readonly endedAt: EpochMillis },
  ): void;
  /** Records went to dead letters. */
  deadLetters(place: Place, errors: readonly MillraceError[]): void;
  /** A step failed and is waited for; `attempt` is 1 at the beginning of an episode. */
  waiting(place: Place, error: MillraceError, attempt: number): void;
  /** Archiving a partition failed for a reason nobody foresaw; it is read again from its last commit. */
  failed(place: Place, error: MillraceError): void;
};

/** Reports through logs, metrics and, for sampled events, a span a block. `consumerLag` is asked when metrics are rendered. */
export function createReport(
  { log, meter, tracer }: Telemetry,
  consumerLag: () => Iterable<Place & { readonly records: number }>,
): Report {
  const base = createBaseMetrics(meter, consumerLag);
  const rows = meter.counter('archive_rows', 'Rows inserted, by table.');
  const blocks = meter.counter('archive_blocks', 'Blocks inserted, by topic.');
  const blockDuration = meter.histogram(
    'archive_block_duration_seconds',
    'From the plan of a block to the commit of its end, by topic.',
  );

  return {
    recordsIn: (count, topic) => base.recordsIn(count, topic),
    blockDone(block, { refused, startedAt, endedAt }) {
      const { topic, entries } = block;
      for (const [table, count] of countByTable(block)) rows.add(count, { table });
      blocks.add(1, { topic });
      base.recordsOut(entries.length - refused, topic);
      base.batchDuration(endedAt - startedAt);
      blockDuration.record((endedAt - startedAt) / 1000, { topic });
      const oldest = entries.reduce((least, { row }) => Math.min(least, row?.receivedAt ?? least), endedAt);
      base.endToEndLag(endedAt - oldest);
      traceBlock(block, startedAt);
      log.debug('Block archived.', { topic, partition: block.partition, from: block.from, to: block.to });
    },
    deadLetters({ topic, partition }, errors) {
      for (const [code, some] of Map.groupBy(errors, error => error.code)) {
        base.deadLetters(some.length, code);
        log.warn('Records went to dead letters.', {
          topic,
          partition,
          code,
          records: some.length,
          problem: some[0]?.message,
        });
      }
    },
    waiting({ topic, partition }, error, attempt) {
      base.retries(1, error.code);
      const fields = { topic, partition, attempt, code: error.code, problem: error.message };
      if (error instanceof ConfigError) log.error('Archiving waits for somebody to act.', fields);
      else if (attempt === 1) log.warn('Archiving is held up; trying again.', fields);
      else log.debug('Archiving is still held up.', fields);
    },
    failed({ topic, partition }, error) {
      log.error('Archiving a partition failed; it starts again.', {
        topic,
        partition,
        code: error.code,
        error,
      });
    },
  };

  /** One span a block, in the trace of its first sampled event and linked to the others'. */
  function traceBlock({ topic, partition, entries }: Block, startedAt: EpochMillis): void {
    const sampled = entries.flatMap(({ source }) => {
      const traceparent = textHeader(source.headers, headers.traceparent);
      return traceparent !== undefined && isSampled(traceparent) ? [traceparent] : [];
    });
    const [parent, ...links] = sampled;
    if (parent === undefined) return;
    tracer
      .startSpan(`archive ${topic}`, {
        role: 'consumer',
        parent,
        links,
        startedAt,
        attributes: {
          [attributes.messagingSystem]: 'kafka',
          [attributes.messagingDestination]: topic,
          [attributes.messagingPartition]: `${partition}`,
          [attributes.messagingBatchCount]: entries.length,
        },
      })
      .end();
  }
}

function countByTable({ entries }: Block): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { row } of entries) {
    if (row !== undefined) counts.set(row.table.name, (counts.get(row.table.name) ?? 0) + 1);
  }
  return counts;
}
