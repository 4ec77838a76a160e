import { z } from 'zod';

import type { SeenInvocation } from '../invocation-store.ts';

/** One run of a function. */
export const invocationSchema = z.object({
  invocationId: z.string().describe('Of what the function ran on; the same for each attempt.'),
  attempt: z.number().int(),
  functionVersion: z.number().int().describe('Version of the function that ran; 0 where none could.'),
  sourceId: z.string(),
  outcome: z.string().describe('succeeded, retrying, failed or expired.'),
  code: z.string().optional().describe('Why it did not succeed, such as INVOKE_ERROR or FUNCTION_TIMEOUT.'),
  message: z.string().optional(),
  stack: z.string().optional(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().int(),
  cpuMs: z.number().int(),
  events: z.number().int().describe('Events that were sent on.'),
  nextAttemptAt: z.iso.datetime().optional(),
  replyStatus: z.number().int().optional().describe('Status that the request was answered with.'),
  console: z.array(z.looseObject({ level: z.string(), at: z.number(), text: z.string() })),
  fetches: z.array(z.looseObject({ method: z.string(), url: z.string() })),
  request: z.looseObject({}).describe('Sample of the request: credentials are masked, the body is cut.'),
});

type InvocationAnswer = z.input<typeof invocationSchema>;

/** A run as the API shows it. */
export function invocationAnswer(run: SeenInvocation): InvocationAnswer {
  const { code, message, stack, startedAt, nextAttemptAt, replyStatus, console, fetches, request, ...rest } =
    run;
  return {
    ...rest,
    ...(code !== '' && { code }),
    ...(message !== '' && { message }),
    ...(stack !== '' && { stack }),
    startedAt: new Date(startedAt).toISOString(),
    ...(nextAttemptAt !== null && { nextAttemptAt: new Date(nextAttemptAt).toISOString() }),
    ...(replyStatus !== null && { replyStatus }),
    console: JSON.parse(console) as InvocationAnswer['console'],
    fetches: JSON.parse(fetches) as InvocationAnswer['fetches'],
    request: JSON.parse(request) as InvocationAnswer['request'],
  };
}
