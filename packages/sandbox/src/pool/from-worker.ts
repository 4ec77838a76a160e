import { z } from 'zod';

import { emittedTypes } from '../dialect.ts';
import { guestLimits as limits } from '../guest-limits.ts';
import { isNestedDeeper } from '../json-depth.ts';
import type { Json, JsonObject } from '../json.ts';

const id = z.number();
const milliseconds = z.number().nonnegative();
const error = z.object({
  name: z.string().max(limits.errorNameChars),
  message: z.string().max(limits.errorTextChars),
  stack: z.string().max(limits.errorTextChars),
});
const value = jsonText(limits.resultChars);
const event = jsonText(limits.eventChars).refine(isObject);

const run = z.object({
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('returned'), json: value.optional() }),
    z.object({ kind: z.literal('threw'), error }),
    z.object({ kind: z.literal('timed-out') }),
    z.object({ kind: z.literal('out-of-memory') }),
    z.object({ kind: z.literal('unavailable'), reason: z.enum(['aborted', 'process-ended']) }),
  ]),
  emitted: z.array(z.tuple([z.enum(emittedTypes), event])).max(limits.events),
  logs: z
    .array(
      z.object({
        level: z.enum(['debug', 'info', 'warn', 'error']),
        at: z.number(),
        text: z.string().max(limits.logLineChars),
      }),
    )
    .max(limits.logLines),
  durationMs: milliseconds,
  cpuMs: milliseconds,
});

const problem = z.object({
  message: z.string().max(2 * limits.errorTextChars),
  line: z.number(),
  column: z.number(),
});

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('request'),
    call: id,
    request: id,
    head: z.string().max(limits.requestChars),
    body: z.string().max(limits.requestChars),
  }),
  z.object({ kind: z.literal('ran'), call: id, run }),
  z.object({
    kind: z.literal('checked'),
    call: id,
    check: z.union([z.object({ handlers: z.array(z.string()).max(100) }), z.object({ problem })]),
  }),
  z.object({ kind: z.literal('ending'), reason: z.string().max(1_000), guilty: z.array(id).max(1_000) }),
]);

/** A message of a worker, looked at closely: the process it comes from runs code of strangers. */
export type HeardMessage = z.output<typeof message>;

/** What a call did; values and events are parsed and within the bounds. */
export type HeardRun = z.output<typeof run>;

/** A message of a worker, or undefined where it is none that a worker of ours writes. */
export function parseFromWorker(line: string): HeardMessage | undefined {
  try {
    return message.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function jsonText(maxChars: number): z.ZodType<Json> {
  return z
    .string()
    .max(maxChars)
    .transform((text, context): Json => {
      try {
        if (!isNestedDeeper(text, limits.depth)) return JSON.parse(text) as Json;
      } catch {
        // Falls through to the refusal.
      }
      context.addIssue('not the JSON of a value');
      return z.NEVER;
    });
}

function isObject(candidate: Json): candidate is JsonObject {
  return typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate);
}
