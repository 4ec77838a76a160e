import type { ErrorCode } from './codes.ts';

/** Facts about an error for logs and dead letters; never personal data. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

type Options = { readonly cause?: unknown; readonly details?: ErrorDetails };

/** Base of every error Millrace throws. The class says what happens next, the code says what it was. */
export abstract class MillraceError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, { cause, details = {} }: Options = {}) {
    super(message, { cause });
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}

/** Can never succeed: bytes, schema or rule. The runtime writes a dead letter and goes on. */
export class InvalidRecordError extends MillraceError {}

/** May succeed later. The runtime pauses the partition and backs off. */
export class TransientError extends MillraceError {
  /** Wait the other side asked for, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: Options & { readonly retryAfterMs?: number } = {}) {
    super(code, message, options);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A customer's credentials failed. The destination is parked and the customer told. */
export class UnauthorizedError extends MillraceError {}

/** Cannot start so. The process exits before it takes work. */
export class ConfigError extends MillraceError {}

/** This process lost its partition or lock. The work in hand is dropped and the partition is joined again. */
export class FencedError extends MillraceError {}

/** An invariant broke. */
export class BugError extends MillraceError {}
