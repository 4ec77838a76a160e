import type { FunctionInvocation } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';
import type { FetchRecord, FunctionRun, LogLine } from '@millrace/sandbox';

import { cutText } from './cut-text.ts';
import type { Invocation } from './invocation.ts';
import { limits } from './limits.ts';
import { requestSample, withoutSecrets } from './request-sample.ts';
import { secretMask } from './secret-mask.ts';
import type { Failure } from './verdict.ts';

/** How an attempt ended, in the word that people read. */
type OutcomeWord = 'succeeded' | 'retrying' | 'failed' | 'expired';

/** What is said of an attempt besides the attempt itself. */
export type InvocationFacts = {
  readonly outcome: OutcomeWord;
  readonly failure: Failure | undefined;
  /** Events that were sent on. */
  readonly events: number;
  readonly nextAttemptAt: EpochMillis | undefined;
};

/** The record of an attempt, with bounded texts and without credentials, whatever the function wrote. Its reply is not known yet. */
export function invocationRecord(
  { webhook, sourceId, functionId, attempt, startedAt, end }: Invocation,
  { outcome, failure, events, nextAttemptAt }: InvocationFacts,
): FunctionInvocation {
  const run = end.kind === 'ran' ? end.run : nothingRan;
  const masked = secretMask(end.kind === 'ran' ? end.function.secrets : []);
  const shown = (text: string): string => cutText(masked(text), limits.textCharacters);
  return {
    invocationId: webhook.invocationId,
    functionId,
    functionVersion: end.kind === 'ran' ? end.function.version : 0,
    sourceId,
    attempt,
    outcome,
    code: failure?.code ?? null,
    message: failure === undefined ? null : shown(failure.message),
    stack: failure?.stack === undefined ? null : shown(failure.stack),
    startedAt,
    durationMs: Math.round(run.durationMs),
    cpuMs: Math.round(run.cpuMs),
    events,
    nextAttemptAt: nextAttemptAt ?? null,
    replyStatus: null,
    console: JSON.stringify(boundedLines(linesOf(run).map(line => ({ ...line, text: masked(line.text) })))),
    fetches: JSON.stringify(run.fetches.slice(0, limits.fetches).map(fetched => shownFetch(fetched, shown))),
    request: JSON.stringify(requestSample(webhook)),
    receivedAt: webhook.receivedAt,
  };
}

type Shown = Pick<FunctionRun, 'durationMs' | 'cpuMs' | 'logs' | 'fetches' | 'emitted'>;

const nothingRan: Shown = {
  durationMs: 0,
  cpuMs: 0,
  logs: [],
  fetches: [],
  emitted: [],
};

/** What the function wrote, and what it did in vain. */
function linesOf({ logs, emitted }: Shown): readonly LogLine[] {
  const objects = emitted.filter(({ type }) => type === 'set').length;
  if (objects === 0) return logs;
  const at = logs.at(-1)?.at ?? 0;
  return [
    ...logs,
    { level: 'warn', at, text: `${objects} calls of Segment.set: objects are not supported.` },
  ];
}

/** The first lines, as many as fit; what is missing is said in a last one. */
function boundedLines(lines: readonly LogLine[]): readonly LogLine[] {
  const kept: LogLine[] = [];
  let characters = 0;
  for (const line of lines) {
    characters += line.text.length;
    if (characters > limits.consoleCharacters) {
      const text = `${lines.length - kept.length} more lines are not kept.`;
      return [...kept, { level: 'warn', at: line.at, text }];
    }
    kept.push(line);
  }
  return kept;
}

function shownFetch(fetched: FetchRecord, shown: (text: string) => string): FetchRecord {
  const { url, error } = fetched;
  return { ...fetched, url: shown(withoutSecrets(url)), ...(error !== undefined && { error: shown(error) }) };
}
