import type { EpochMillis, SourceId } from '@millrace/domain';
import type { FunctionRun } from '@millrace/sandbox';

import type { Webhook } from './webhook.ts';

/** Why no run was possible, or why one did not succeed; Segment's codes where it has one. */
export type FailureCode =
  | 'FUNCTION_TIMEOUT'
  | 'RETRY_ERROR'
  | 'INVOKE_ERROR'
  /** The source's function is not there, or is no source function. */
  | 'BAD_DEPLOY'
  | 'invalid_settings'
  | 'source_disabled'
  /** The sandbox had no place for the run, or lost it. */
  | 'SANDBOX_UNAVAILABLE';

/** The function that a source runs. */
export type RunnableFunction = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly code: string;
  /** Values of its settings, secrets open. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Values of those that are secret. */
  readonly secrets: readonly unknown[];
};

/** Why a source's function cannot run now. It may later: what is wrong is in the configuration, and people change that. */
export type Unrunnable = {
  readonly kind: 'unrunnable';
  readonly code: FailureCode;
  readonly message: string;
};

/** One attempt to run a source's function on a webhook. */
export type Invocation = {
  readonly webhook: Webhook;
  readonly sourceId: SourceId;
  readonly functionId: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly startedAt: EpochMillis;
  readonly end:
    { readonly kind: 'ran'; readonly function: RunnableFunction; readonly run: FunctionRun } | Unrunnable;
};
