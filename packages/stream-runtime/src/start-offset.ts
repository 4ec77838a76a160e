import type { Admin } from 'kafkajs';
import { translateKafkaError } from '@millrace/kafka';

import type { Report } from './report.ts';
import type { RuntimeSettings } from './settings.ts';

/**
 * Where to read on: where the group committed, or as the settings say where it never did. Never before the first record that is still
 * there: the client would reset the group's offset by itself.
 */
export async function startOffset(
  committed: bigint | undefined,
  {
    admin,
    topic,
    partition,
    settings,
    report,
  }: {
    readonly admin: Admin;
    readonly topic: string;
    readonly partition: number;
    readonly settings: Pick<RuntimeSettings, 'fromBeginning' | 'startAtMs'>;
    readonly report: Pick<Report, 'skippedAhead'>;
  },
): Promise<bigint> {
  try {
    const { low, high } = await bounds(admin, topic, partition);
    if (committed !== undefined) {
      if (committed >= low) return committed;
      report.skippedAhead({ partition, from: committed, to: low });
      return low;
    }
    if (settings.startAtMs !== undefined)
      return await offsetOfTime(admin, topic, { partition, time: settings.startAtMs });
    return settings.fromBeginning ? low : high;
  } catch (thrown) {
    throw translateKafkaError(thrown);
  }
}

async function bounds(
  admin: Admin,
  topic: string,
  partition: number,
): Promise<{ low: bigint; high: bigint }> {
  const offsets = await admin.fetchTopicOffsets(topic);
  const found = offsets.find(one => one.partition === partition);
  return { low: BigInt(found?.low ?? 0), high: BigInt(found?.high ?? 0) };
}

/** Offset of the first record of a time or later; the end where there is none. */
async function offsetOfTime(
  admin: Admin,
  topic: string,
  { partition, time }: { readonly partition: number; readonly time: number },
): Promise<bigint> {
  const offsets = await admin.fetchTopicOffsetsByTimestamp(topic, time);
  return BigInt(offsets.find(one => one.partition === partition)?.offset ?? 0);
}
