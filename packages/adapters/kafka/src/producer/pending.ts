import type { MillraceError } from '@millrace/errors';

import type { PlacedMessage } from '../repairs/linear-grouping.ts';

/** The records of one call of `send`, until the broker has all of them or one of them has failed. */
export type PendingRequest = {
  /** Records the broker has not acknowledged. */
  outstanding: number;
  isSettled: boolean;
  /** From then on nobody waits any more; epoch milliseconds. */
  readonly deadline: number;
  readonly settle: (error?: MillraceError) => void;
};

/** One record on its way. */
export type PendingRecord = {
  readonly message: PlacedMessage;
  /** Upper bound of its encoded size. */
  readonly bytes: number;
  readonly request: PendingRequest;
};

/** A request of some records and the promise its caller holds. */
export function createPendingRequest(
  records: number,
  deadline: number,
  onSettled: (request: PendingRequest) => void,
): { readonly request: PendingRequest; readonly settled: Promise<undefined> } {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const request: PendingRequest = {
    outstanding: records,
    isSettled: false,
    deadline,
    settle(error): void {
      if (request.isSettled) return;
      request.isSettled = true;
      onSettled(request);
      if (error === undefined) resolve(undefined);
      else reject(error);
    },
  };
  return { request, settled: promise };
}

/** Tells the requests of these records that the broker has them. */
export function acknowledge(records: readonly PendingRecord[]): void {
  for (const { request } of records) {
    request.outstanding -= 1;
    if (request.outstanding === 0) request.settle();
  }
}

/** Tells the requests of these records that they failed. */
export function fail(records: readonly PendingRecord[], error: MillraceError): void {
  for (const { request } of records) request.settle(error);
}
