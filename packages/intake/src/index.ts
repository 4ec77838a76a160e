export type { Arrival, Members, Sender } from './arrival.ts';
export { decodeContent } from './content-encoding.ts';
export { envelope, isObject, refusedEnvelope, type Refusal } from './envelope.ts';
export { eventKey, eventRecord } from './event-record.ts';
export { batchTexts, eventTexts, type BatchTexts } from './json/event-texts.ts';
export { limits } from './limits.ts';
export { createRateLimits, type RateLimits } from './rate-limits.ts';
