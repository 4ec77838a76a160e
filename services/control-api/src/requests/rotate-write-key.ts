import { MAX_WRITE_KEYS, type Source } from '@millrace/resources';
import { z } from 'zod';

import { sourceAnswer, sourceAnswerSchema } from '../answers/source.ts';
import { change, refuse, refuseInvalid, refuseUnknown, type Refusal } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { changedSource } from '../source-changes.ts';
import { existing, workspaceId } from '../workspace-view.ts';

const DAY_SECONDS = 86_400;
const MAX_GRACE_SECONDS = 365 * DAY_SECONDS;

export const rotateWriteKey = defineOperation({
  operationId: 'rotateWriteKeyOfSource',
  method: 'post',
  path: '/sources/{sourceId}/writekeys/rotate',
  tag: 'Sources',
  summary: 'Not in Segment. Gives a source a new write key; the replaced one works on for a while.',
  access: 'write',
  params: sourceIdParams,
  body: z.strictObject({
    writeKey: z
      .string()
      .optional()
      .describe('The key that is replaced. May be left out where only one is not on its way out.'),
    gracePeriodSeconds: z
      .number()
      .int()
      .min(0)
      .max(MAX_GRACE_SECONDS)
      .default(DAY_SECONDS)
      .describe('How long the replaced key still works; 0 ends it at once.'),
  }),
  answer: z.object({ writeKey: z.string().describe('The new key.'), source: sourceAnswerSchema }),
  decide: ({ params: { sourceId }, body }, view, tools) => {
    const source = view.byId('source', sourceId);
    if (source === undefined) return refuseUnknown('source', sourceId);
    const replaced = replacedKey(source, body.writeKey);
    if (typeof replaced !== 'string') return replaced;
    if (source.writeKeys.length >= MAX_WRITE_KEYS) {
      return refuse(
        422,
        'validation',
        `the source has ${MAX_WRITE_KEYS} write keys already; delete one first`,
      );
    }
    const now = tools.now();
    const writeKey = tools.newWriteKey();
    const expiresAt = now + body.gracePeriodSeconds * 1000;
    const rotated = {
      writeKeys: [...source.writeKeys, writeKey],
      expiringWriteKeys: [
        ...source.expiringWriteKeys.filter(expiring => expiring.writeKey !== replaced),
        { writeKey: replaced, expiresAt },
      ],
    };
    return change([changedSource(source, rotated, now)], () => ({
      writeKey,
      source: sourceAnswer(existing(view, 'source', sourceId), workspaceId(view)),
    }));
  },
});

/** The key to replace; one that is on its way out already may be named, to change its time. */
function replacedKey(source: Source, named: string | undefined): string | Refusal {
  if (named !== undefined) {
    if (source.writeKeys.includes(named)) return named;
    return refuseInvalid([{ path: ['writeKey'], message: 'is no write key of the source' }]);
  }
  const staying = source.writeKeys.filter(
    key => !source.expiringWriteKeys.some(({ writeKey }) => writeKey === key),
  );
  const [only] = staying;
  if (staying.length === 1 && only !== undefined) return only;
  return refuseInvalid([
    { path: ['writeKey'], message: `must name the one that is replaced: ${staying.join(', ')}` },
  ]);
}
