import { randomBytes } from 'node:crypto';

/** Identity of a trace and of one span in it, as W3C trace context spells them in one header. */
export type TraceContext = {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly sampled: boolean;
};

const LENGTH = 55;
const FLAGS_AT = 53;
const form = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-|$)/;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

/** Reads a traceparent header; undefined where it is absent or says nothing valid (W3C Trace Context, section 3.2). */
export function parseTraceparent(text: string | undefined): TraceContext | undefined {
  if (text === undefined || !form.test(text) || text.startsWith('ff')) return undefined;
  // Version 00 has exactly four fields; a later one may have more.
  if (text.length > LENGTH && text.startsWith('00')) return undefined;
  const traceId = text.slice(3, 35);
  const spanId = text.slice(36, 52);
  if (traceId === NO_TRACE || spanId === NO_SPAN) return undefined;
  return { traceId, spanId, sampled: isSampled(text) };
}

/** Writes a traceparent header. */
export function formatTraceparent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** Whether a valid traceparent asks for spans; the cheap question of the hot path. */
export function isSampled(traceparent: string): boolean {
  // The last digit of the flags; its lowest bit is the sampled flag.
  return (Number.parseInt(traceparent.charAt(FLAGS_AT + 1), 16) & 1) === 1;
}

/** Starts a trace; `sampleRatio` of all traces ask for spans. */
export function newTraceparent(sampleRatio: number): string {
  const sampled = sampleRatio > 0 && Math.random() < sampleRatio;
  return `00-${randomHex(32)}-${randomHex(16)}-${sampled ? '01' : '00'}`;
}

/** The same trace with a span id of its own. */
export function childTraceparent(parent: string): string {
  return `${parent.slice(0, 36)}${randomHex(16)}${parent.slice(52)}`;
}

/** The trace a request brings, or a new one where it brings none or a broken one. */
export function adoptTraceparent(received: string | undefined, sampleRatio: number): string {
  return parseTraceparent(received) === undefined || received === undefined
    ? newTraceparent(sampleRatio)
    : received;
}

/** Random bytes are drawn by the pool: one call of the generator serves some hundred ids. */
const POOL_BYTES = 4096;
let pool = '';
let poolAt = 0;

function randomHex(digits: number): string {
  if (poolAt + digits > pool.length) {
    pool = randomBytes(POOL_BYTES).toString('hex');
    poolAt = 0;
  }
  poolAt += digits;
  return pool.slice(poolAt - digits, poolAt);
}
