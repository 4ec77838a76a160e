import { z } from 'zod';

import { invocationAnswer, invocationSchema } from '../answers/invocation.ts';
import { answer, refuseUnknown } from '../decision.ts';
import { functionIdParams } from '../fields.ts';
import { functionScopes } from '../functions.ts';
import { invocationOutcomes, type InvocationOutcome, type InvocationPlace } from '../invocation-store.ts';
import { defineQuery } from '../operation.ts';
import { paginationAnswer, refuseCursor } from '../pagination.ts';

/** A run can have tens of kilobytes of console, so pages are shorter than those of other lists. */
const MAX_COUNT = 200;

export const listFunctionInvocations = defineQuery({
  operationId: 'listFunctionInvocations',
  path: '/functions/{functionId}/invocations',
  tag: 'Functions',
  summary: 'Runs of a function within the last 30 days, newest first: how they ended, and what they wrote.',
  scopes: functionScopes,
  params: functionIdParams,
  query: z.object({
    outcome: z
      .enum([...invocationOutcomes, 'error'])
      .optional()
      .describe('Only runs that ended so; error: all that did not succeed.'),
    'pagination[cursor]': z.string().optional().describe('Page to give, from an earlier answer.'),
    'pagination[count]': z.coerce
      .number()
      .int()
      .min(1)
      .max(MAX_COUNT)
      .default(50)
      .describe(`Entries of a page, 1 to ${MAX_COUNT}.`),
  }),
  answer: z.object({
    invocations: z.array(invocationSchema),
    pagination: paginationAnswer.pick({ current: true, next: true }),
  }),
  ask: async ({ params: { functionId }, query }, { view, archive, signal }) => {
    if (view.byId('function', functionId) === undefined) return refuseUnknown('function', functionId);
    const { 'pagination[cursor]': cursor = '', 'pagination[count]': count, outcome } = query;
    const before = cursor === '' ? undefined : decodeCursor(cursor);
    if (cursor !== '' && before === undefined) return refuseCursor();
    const outcomes = outcomesOf(outcome);
    const runs = await archive.invocations.list({ functionId, outcomes, before, count: count + 1 }, signal);
    const last = runs[count - 1];
    const hasMore = runs.length > count;
    return answer({
      invocations: runs.slice(0, count).map(invocationAnswer),
      pagination: { current: cursor, ...(hasMore && last !== undefined && { next: encodeCursor(last) }) },
    });
  },
});

function outcomesOf(outcome: InvocationOutcome | 'error' | undefined): readonly InvocationOutcome[] {
  if (outcome === undefined) return invocationOutcomes;
  return outcome === 'error' ? invocationOutcomes.filter(one => one !== 'succeeded') : [outcome];
}

const place = z.tuple([z.number().int(), z.string(), z.number().int()]);

/** Names the last run of a page: new ones come before it, so that the next page neither skips nor repeats any. */
function encodeCursor({ startedAt, invocationId, attempt }: InvocationPlace): string {
  return Buffer.from(JSON.stringify([startedAt, invocationId, attempt])).toString('base64url');
}

function decodeCursor(cursor: string): InvocationPlace | undefined {
  const parsed = place.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) return undefined;
  const [startedAt, invocationId, attempt] = parsed.data;
  return { startedAt, invocationId, attempt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
