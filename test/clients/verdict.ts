import { isDeepStrictEqual } from 'node:util';

import { archivedEvent, readRow, receivedAtOf, type ArchivedEvent } from '../sdk/archived-event.ts';
import { isExactObject, spelled, textOf, type ExactJson, type ExactObject } from '../sdk/exact-json.ts';
import type { SentEvent } from '../sdk/sent-request.ts';
import type { ArchiveRow } from '../stack/archive.ts';
import type { Call, UsedLibrary } from './client-report.ts';
import { hasMembers, unmetExpectations } from './expectation.ts';

/** An event as a library wrote it, and when (epoch milliseconds). It is there again where the library sent it again. */
export type WrittenEvent = { readonly sent: SentEvent; readonly at: number };

/** What became of a library's calls; `differences` are sentences, none where the archive has all as it was meant. */
export type Verdict = {
  readonly library: string;
  readonly version: string;
  readonly calls: number;
  readonly differences: readonly string[];
};

/** What a verdict is found from. `rows` is all that the archive has of the source; `address` is the client's, for sources on devices. */
export type Evidence = {
  readonly written: readonly WrittenEvent[];
  readonly rows: readonly ArchiveRow[];
  readonly address?: string | undefined;
};

/** Compares what a library was asked for, what it wrote and what the archive has. */
export function verdictOf({ library, version, calls }: UsedLibrary, evidence: Evidence): Verdict {
  const differences = calls.flatMap(call =>
    differencesOf(call, evidence).map(difference => `${call.call}: ${difference}`),
  );
  return { library, version, calls: calls.length, differences };
}

/** What was written or is in the archive, and none of these libraries was asked for; sentences. */
export function unaskedEvents(
  libraries: readonly UsedLibrary[],
  { written, rows }: Evidence,
): readonly string[] {
  const calls = libraries.flatMap(library => library.calls);
  const unasked = (event: ExactObject): boolean => !calls.some(({ where }) => hasMembers(event, where));
  return [
    ...written
      .map(({ sent }) => withType(sent))
      .filter(unasked)
      .map(event => `nobody asked for ${spelled(event)}`),
    ...rows
      .map(archivedAsEvent)
      .filter(unasked)
      .map(event => `nobody asked for what is in the archive: ${spelled(event)}`),
  ];
}

function differencesOf({ where, expect }: Call, evidence: Evidence): readonly string[] {
  const written = evidence.written.filter(({ sent }) => hasMembers(withType(sent), where));
  const [event, ...others] = new Map(written.map(({ sent }) => [nameOf(sent), sent.event])).values();
  if (event === undefined) return ['the library did not send it'];
  if (others.length > 0) return [`${others.length + 1} events are as its where says`];
  const [row, ...repeated] = evidence.rows.filter(candidate => isRowOf(candidate, event));
  if (row === undefined) return ['it is not in the archive'];
  return [
    ...(repeated.length > 0 ? [`it is in the archive ${repeated.length + 1} times`] : []),
    ...alteredColumns(row, written, evidence.address),
    ...unmetExpectations(expect, archivedAsEvent(row)),
  ];
}

/** What is the same when an event is sent again: its id, or all of it where the library gives it none. */
export function nameOf({ event }: SentEvent): string {
  return messageIdOf(event) || spelled(event);
}

function isRowOf(row: ArchiveRow, event: ExactObject): boolean {
  const id = messageIdOf(event);
  return id === '' ? isDeepStrictEqual(readRow(row).original, event) : row['message_id'] === id;
}

function messageIdOf(event: ExactObject): string {
  return textOf(event['messageId']);
}

/** An event that was sent again differs in when it was sent; the row is of the last request before it was received. */
function alteredColumns(
  row: ArchiveRow,
  written: readonly WrittenEvent[],
  address: string | undefined,
): readonly string[] {
  const receivedAt = receivedAtOf(row);
  const origin = written.findLast(({ at }) => at <= receivedAt);
  if (origin === undefined) return ['it was received before it was sent'];
  const found = readRow(row);
  const expected = {
    ...archivedEvent(origin.sent, { receivedAt, address }),
    // An event without an id gets one.
    ...(messageIdOf(origin.sent.event) === '' && found.message_id !== ''
      ? { message_id: found.message_id }
      : {}),
  };
  return (Object.keys(expected) as (keyof ArchivedEvent)[])
    .filter(column => !isDeepStrictEqual(found[column], expected[column]))
    .map(
      column =>
        `the column ${column} is ${spelled(found[column] as ExactJson)}, not ${spelled(expected[column] as ExactJson)}`,
    );
}

/** The event of a row, with what its request said about it. */
function archivedAsEvent(row: ArchiveRow): ExactObject {
  const { original, type, context, integrations } = readRow(row) as Readonly<Record<string, ExactJson>>;
  return {
    ...(isExactObject(original) ? original : {}),
    type,
    ...(context === '' ? {} : { context }),
    ...(integrations === '' ? {} : { integrations }),
  };
}

/** The type of a single call is in its path. */
function withType({ event, call }: SentEvent): ExactObject {
  return call === undefined ? event : { ...event, type: call };
}
