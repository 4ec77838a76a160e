import type { OutgoingRecord, StoredRecord } from '@millrace/kafka';
import type { MillraceError } from '@millrace/errors';
import type { InputRecord, ReasonCode, Timer } from '@millrace/stream';
import type { Span } from '@millrace/telemetry';

/** Why an input becomes a dead letter. */
export type Fault = {
  readonly code: string;
  readonly message: string;
  /** The program is to blame, not the record. */
  readonly isBug: boolean;
};

/** What became of an input. */
export type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'ignored'; readonly reason: ReasonCode }
  | { readonly kind: 'dead'; readonly fault: Fault };

/** An input on its way through a batch. */
export type BatchItem<V> = {
  /** Undefined where the record was skipped or could not be decoded. */
  readonly input: InputRecord<V> | Timer | undefined;
  /** The record as read; undefined for a timer. */
  readonly source: StoredRecord | undefined;
  /** Undefined until it is stepped. */
  verdict: Verdict | undefined;
  /** What its steps wrote so far. */
  outputs: OutgoingRecord[];
  /** Present while its trace is sampled. */
  span: Span | undefined;
};

/** An item that waits for its step. */
export function pendingItem<V>(input: InputRecord<V> | Timer, source?: StoredRecord): BatchItem<V> {
  return { input, source, verdict: undefined, outputs: [], span: undefined };
}

/** An item whose record takes no step. */
export function settledItem<V>(source: StoredRecord, verdict: Verdict): BatchItem<V> {
  return { input: undefined, source, verdict, outputs: [], span: undefined };
}

/** The verdict for an input that an error made unusable. */
export function deadVerdict(error: MillraceError, isBug: boolean): Verdict {
  return { kind: 'dead', fault: { code: error.code, message: error.message, isBug } };
}
