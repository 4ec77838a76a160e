import { z } from 'zod';

import { refuseInvalid, type Refusal } from './decision.ts';

/** Query of a list: `pagination[cursor]` and `pagination[count]`. */
export const paginationQuery = z.object({
  'pagination[cursor]': z
    .string()
    .optional()
    .describe('Page to give, from the pagination object of an earlier answer.'),
  'pagination[count]': z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(200)
    .describe('Entries of a page, 1 to 1000.'),
});

/** Where a page stands in its list. */
export const paginationAnswer = z.object({
  current: z.string(),
  next: z.string().optional(),
  previous: z.string().optional(),
  totalEntries: z.number().int(),
});

type Page<T> = { readonly entries: readonly T[]; readonly pagination: z.infer<typeof paginationAnswer> };

/** Sorts before every id. */
const START = '';

/**
 * The page a query asks for. A cursor names the first entry of its page by id, so that pages neither skip nor repeat what
 * stays in the list while other entries come and go. Entries are in the order of their ids. Undefined for a cursor that is none of ours.
 */
export function page<T extends { readonly id: string }>(
  entries: readonly T[],
  query: z.output<typeof paginationQuery>,
): Page<T> | undefined {
  const count = query['pagination[count]'];
  const firstId = decodeCursor(query['pagination[cursor]']);
  if (firstId === undefined) return undefined;
  const found = entries.findIndex(({ id }) => id >= firstId);
  const start = found === -1 ? entries.length : found;
  const next = entries[start + count];
  const previousStart = Math.max(0, start - count);
  const previousId = previousStart === 0 ? START : entries[previousStart]?.id;
  return {
    entries: entries.slice(start, start + count),
    pagination: {
      current: encodeCursor(firstId),
      ...(next !== undefined && { next: encodeCursor(next.id) }),
      ...(start > 0 && previousId !== undefined && { previous: encodeCursor(previousId) }),
      totalEntries: entries.length,
    },
  };
}

/** A version and the id, so that an empty id still makes a cursor. */
function encodeCursor(firstId: string): string {
  return Buffer.from(`1:${firstId}`).toString('base64url');
}

function decodeCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || cursor === '') return START;
  const decoded = Buffer.from(cursor, 'base64url').toString();
  return decoded.startsWith('1:') ? decoded.slice(2) : undefined;
}

/** Refuses a cursor that is none of ours. */
export function refuseCursor(): Refusal {
  return refuseInvalid([
    {
      path: ['pagination[cursor]'],
      message: 'is not a cursor of an earlier answer; leave it out to begin at the start',
    },
  ]);
}
