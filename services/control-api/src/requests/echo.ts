import { z } from 'zod';

import { refuse, type Decision, type Refusal } from '../decision.ts';
import { defineOperation } from '../operation.ts';

const flag = z.enum(['true', 'false']).optional();
const MAX_DELAY_MS = 10_000;

const query = z.object({
  message: z.string().describe('Text to send back.'),
  delay: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_DELAY_MS)
    .default(0)
    .describe('Wait before the answer, in milliseconds.'),
  triggerError: flag.describe('Answers with an error.'),
  triggerMultipleErrors: flag.describe('Answers with several errors.'),
  triggerUnexpectedError: flag.describe('Answers with status 500.'),
  statusCode: z.coerce.number().int().min(200).max(599).optional().describe('Status of the error asked for.'),
});

/** Headers that must not travel back into logs and screens. */
const hidden: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

export const echo = defineOperation({
  operationId: 'echo',
  method: 'get',
  path: '/echo',
  tag: 'Testing',
  summary: 'Sends a message back, or fails as asked, so that a client can be tried out.',
  access: 'read',
  query,
  answer: z.object({
    method: z.literal('get'),
    message: z.string(),
    headers: z.record(z.string(), z.string()),
  }),
  decide: ({ query: asked, headers }): Decision<EchoAnswer> => {
    const refusal = refusalAskedFor(asked);
    if (refusal !== undefined) return refusal;
    const shown = Object.entries(headers).filter(([name]) => !hidden.has(name));
    return {
      kind: 'answer',
      answer: { method: 'get', message: asked.message, headers: Object.fromEntries(shown) },
      delayMs: asked.delay,
    };
  },
});

type EchoAnswer = { method: 'get'; message: string; headers: Record<string, string> };

function refusalAskedFor(asked: z.output<typeof query>): Refusal | undefined {
  if (asked.triggerUnexpectedError === 'true') return refuse(500, 'server', 'an unexpected error, as asked');
  const status = asked.statusCode ?? 400;
  const error = { type: 'bad-request', message: 'an error, as asked', status };
  if (asked.triggerMultipleErrors === 'true') return { kind: 'refusal', status, errors: [error, error] };
  if (asked.triggerError === 'true') return { kind: 'refusal', status, errors: [error] };
  return undefined;
}
