import type { GuestLimits } from '../guest-limits.ts';
import { isNestedDeeper } from '../json-depth.ts';
import {
  RangeErrorOf,
  createObject,
  maximum,
  minimum,
  toNumber,
  PromiseOf,
  truncated,
} from './intrinsics.ts';

/** Tells the host something. Only texts and numbers cross, so no object of one side is ever reachable from the other. */
export type Send = (kind: string, ...parts: (string | number)[]) => void;

/** What came of a request: a description in JSON and the bytes of the body, a character each. */
type Answer = { readonly head: string; readonly body: string };

type Waiting = { readonly resolve: (answer: Answer) => void };

/**
 * The way from a customer's code to the host: each crossing is counted and cut here, before it takes memory outside the
 * isolate. What code leaves behind when its call is over is never woken again.
 */
export type Bridge = {
  readonly limits: GuestLimits;
  /** Begins a call: counts from nothing, and forgets what an earlier call still waited for. */
  begin(): void;
  end(): void;
  log(level: string, text: string): void;
  emit(type: string, json: string): void;
  /** Rejects nothing: the answer says what went wrong. Throws RangeError past the bound. */
  request(head: string, body: string): Promise<Answer>;
  answered(id: number, answer: Answer): void;
  /** Throws RangeError past the bound. */
  wake(delayMs: unknown, callback: () => void): number;
  forget(id: number): void;
  fired(id: number): void;
  /** Throws RangeError where a value is past the bounds. */
  checkReturned(json: string | undefined): void;
  /** Takes what has been checked. */
  returned(json: string | undefined): void;
  threw(name: string, message: string, stack: string): void;
};

export function createBridge(send: Send, limits: GuestLimits): Bridge {
  let isOver = true;
  let left = { ...limits };
  let nextId = 1;
  let waiting = createObject(null) as Record<number, Waiting | undefined>;
  let timers = createObject(null) as Record<number, (() => void) | undefined>;

  const forgetAll = (): void => {
    waiting = createObject(null) as typeof waiting;
    timers = createObject(null) as typeof timers;
  };

  return {
    limits,
    begin() {
      forgetAll();
      left = { ...limits };
      isOver = false;
    },
    end() {
      isOver = true;
      forgetAll();
    },
    log(level, text) {
      if (isOver || left.logLines <= 0 || left.logChars <= 0) return;
      const kept = truncated(text, 0, minimum(limits.logLineChars, left.logChars));
      left.logLines -= 1;
      left.logChars -= kept.length;
      if (left.logLines > 0) send('log', level, kept);
      else send('log', 'warn', `From here on nothing is kept: a run may write ${limits.logLines - 1} lines.`);
    },
    emit(type, json) {
      if (isOver) return;
      if (left.events <= 0) throw new RangeErrorOf(`a call may send at most ${limits.events} events`);
      if (json.length > left.eventChars)
        throw new RangeErrorOf(`the events of a call may have at most ${limits.eventChars} characters`);
      if (isNestedDeeper(json, limits.depth))
        throw new RangeErrorOf(`an event may be nested at most ${limits.depth} levels deep`);
      left.events -= 1;
      left.eventChars -= json.length;
      send('emit', type, json);
    },
    request(head, body) {
      if (left.requests <= 0) throw new RangeErrorOf(`a call may make at most ${limits.requests} requests`);
      if (head.length + body.length > limits.requestChars)
        throw new RangeErrorOf(`a request may have at most ${limits.requestChars} characters`);
      left.requests -= 1;
      const id = nextId++;
      return new PromiseOf(resolve => {
        // What is asked after the end is not sent, and its promise stays open.
        if (isOver) return;
        waiting[id] = { resolve };
        send('request', id, head, body);
      });
    },
    answered(id, answer) {
      const asked = waiting[id];
      if (asked === undefined) return;
      waiting[id] = undefined;
      asked.resolve(answer);
    },
    wake(delayMs, callback) {
      if (left.timers <= 0) throw new RangeErrorOf(`a call may set at most ${limits.timers} timers`);
      left.timers -= 1;
      const id = nextId++;
      if (isOver) return id;
      timers[id] = callback;
      send('wake', id, minimum(maximum(toNumber(delayMs), 0), limits.timerMs));
      return id;
    },
    forget(id) {
      timers[id] = undefined;
    },
    fired(id) {
      const callback = timers[id];
      if (callback === undefined) return;
      timers[id] = undefined;
      callback();
    },
    checkReturned(json) {
      if (json === undefined) return;
      if (json.length > limits.resultChars)
        throw new RangeErrorOf(
          `the returned value has ${json.length} characters of JSON, at most ${limits.resultChars} are taken`,
        );
      if (isNestedDeeper(json, limits.depth))
        throw new RangeErrorOf(`the returned value may be nested at most ${limits.depth} levels deep`);
    },
    returned(json) {
      if (json === undefined) send('returned');
      else send('returned', json);
    },
    threw(name, message, stack) {
      send(
        'threw',
        truncated(name, 0, limits.errorNameChars),
        truncated(message, 0, limits.errorTextChars),
        truncated(stack, 0, limits.errorTextChars),
      );
    },
  };
}
