import type { OutgoingRecord } from '@millrace/kafka';

/** Lengths, timestamps and offsets around a record's own bytes. */
const RECORD_OVERHEAD = 24;
const HEADER_OVERHEAD = 4;

/** Size of a record in a produce batch before compression; at most a few bytes off. */
export function recordBytes({ key, value, headers }: OutgoingRecord): number {
  let bytes = RECORD_OVERHEAD + (value?.length ?? 0) + (key === null ? 0 : Buffer.byteLength(key));
  for (const name in headers) {
    const header = headers[name];
    const values = Array.isArray(header) ? header : [header];
    for (const one of values) {
      if (typeof one === 'string' || Buffer.isBuffer(one)) {
        bytes += HEADER_OVERHEAD + name.length + Buffer.byteLength(one);
      }
    }
  }
  return bytes;
}

/**
 * Splits records into sends, so that no partition gets more than `maxBytes` in one send: the client puts all of a send for
 * a partition into one produce batch. Records of a partition keep their order; a record past the bound goes alone.
 */
export function produceWaves(
  records: readonly OutgoingRecord[],
  maxBytes: number,
): readonly (readonly OutgoingRecord[])[] {
  const waves: OutgoingRecord[][] = [];
  const fill = new Map<string, { wave: number; bytes: number }>();
  for (const record of records) {
    const partition = `${record.topic}/${record.partition}`;
    const bytes = recordBytes(record);
    let place = fill.get(partition);
    if (place === undefined) fill.set(partition, (place = { wave: 0, bytes: 0 }));
    if (place.bytes > 0 && place.bytes + bytes > maxBytes) {
      place.wave += 1;
      place.bytes = 0;
    }
    place.bytes += bytes;
    const wave = (waves[place.wave] ??= []);
    wave.push(record);
  }
  return waves;
}
