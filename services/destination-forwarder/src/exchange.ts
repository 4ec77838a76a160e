import type { Reply } from '@millrace/destinations';
import type { Dispatcher } from 'undici';

import { failureCode } from './failure-code.ts';

/** What a reply may send beyond what is kept before its connection is worth less than the wait. */
const MAX_DROPPED_BYTES = 64 * 1024;

/**
 * One request on its way and what has come back. The client calls it; it settles once, with the reply or why there is none,
 * and whatever comes later changes nothing.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** When it must be over, on the clock of `performance.now`. */
  readonly overAt: number;
  readonly #maxReplyBytes: number;
  readonly #settle: (reply: Reply) => void;
  #isSettled = false;
  #controller: Dispatcher.DispatchController | undefined;
  #status: number | undefined;
  #retryAfter: string | undefined;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #droppedBytes = 0;

  constructor(options: { overAt: number; maxReplyBytes: number; settle: (reply: Reply) => void }) {
    this.overAt = options.overAt;
    this.#maxReplyBytes = options.maxReplyBytes;
    this.#settle = options.settle;
  }

  /** The deadline has passed: a status that is in counts, the rest of the body is not waited for. */
  expire(): void {
    this.#end('timed-out');
    this.#controller?.abort(new Error('deadline passed'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It waited for a connection past its deadline.
    if (this.#isSettled) controller.abort(new Error('deadline passed'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    const retryAfter = headers['retry-after'];
    if (typeof retryAfter === 'string') this.#retryAfter = retryAfter;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#maxReplyBytes - this.#keptBytes;
    if (room > 0) {
      const kept = chunk.subarray(0, room);
      this.#kept.push(kept);
      this.#keptBytes += kept.length;
    }
    this.#droppedBytes += chunk.length - Math.max(0, Math.min(room, chunk.length));
    if (this.#droppedBytes <= MAX_DROPPED_BYTES) return;
    this.#end('reply-malformed');
    controller.abort(new Error('reply too long'));
  }

  onResponseEnd(): void {
    this.#end('reply-malformed');
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#end(failureCode(error));
  }

  #end(failure: Extract<Reply, { kind: 'failure' }>['code']): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#settle(this.#reply() ?? { kind: 'failure', code: failure });
  }

  #reply(): Reply | undefined {
    if (this.#status === undefined) return undefined;
    return {
      kind: 'response',
      status: this.#status,
      ...(this.#retryAfter !== undefined && { retryAfter: this.#retryAfter }),
      body: this.#keptBytes === 0 ? '' : Buffer.concat(this.#kept).toString('utf8'),
      receivedAt: Date.now(),
    };
  }
}
