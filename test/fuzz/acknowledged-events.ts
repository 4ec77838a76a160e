import type { FuzzRequest } from './requests.ts';

const BYTE_ORDER_MARK = /^\ufeff/;
const MAX_BATCH = 2_500;

/**
 * What must be stored after a request was answered with 200: the events of a batch, one event otherwise, each as JSON in a form that does
 * not depend on how it was written. A batch that is none is stored as one failure.
 */
export function acknowledgedEvents({ operation, plain }: FuzzRequest): readonly string[] {
  if (plain === undefined || operation?.schemaName === undefined || operation.schemaName === 'Metrics')
    return [];
  const body = JSON.parse(plain.toString().replace(BYTE_ORDER_MARK, '')) as { readonly batch?: unknown };
  if (operation.schemaName !== 'Batch') return [comparable(body)];
  const { batch } = body;
  const isBatch = Array.isArray(batch) && batch.length > 0 && batch.length <= MAX_BATCH;
  return isBatch ? batch.map(comparable) : [comparable(body)];
}

/** The form in which two texts of the same JSON are equal. */
export function comparable(value: unknown): string {
  return JSON.stringify(value);
}

/** What is acknowledged and not stored, or stored less often. */
export function missing(acknowledged: readonly string[], stored: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const event of stored) counts.set(event, (counts.get(event) ?? 0) + 1);
  return acknowledged.filter(event => {
    const left = counts.get(event) ?? 0;
    counts.set(event, left - 1);
    return left <= 0;
  });
}
