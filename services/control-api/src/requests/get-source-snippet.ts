import type { Source } from '@millrace/resources';
import { createSnippet, snippetStyles } from '@millrace/snippet';
import { z } from 'zod';

import { answer, refuseInvalid, refuseUnknown } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { defineOperation } from '../operation.ts';

export const getSourceSnippet = defineOperation({
  operationId: 'getSnippetFromSource',
  method: 'get',
  path: '/sources/{sourceId}/snippet',
  tag: 'Sources',
  summary: 'Not in Segment. What to copy into a site so that it sends to a source.',
  access: 'read',
  params: sourceIdParams,
  query: z.object({
    style: z
      .enum(snippetStyles)
      .default('html')
      .describe(
        'html loads the library from the gateway; the others are for sites with a bundle of their own.',
      ),
    address: z
      .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
      .optional()
      .describe(
        "Where browsers reach the gateway. Default: browser.publicUrl of the source's settings, else GATEWAY_URL.",
      ),
    writeKey: z.string().optional().describe('Default: the newest that is not on its way out.'),
  }),
  answer: z.object({
    snippet: z.object({
      style: z.enum(snippetStyles),
      language: z.enum(['html', 'javascript']),
      packageName: z.string().optional().describe('The npm package that the code imports.'),
      code: z.string(),
    }),
  }),
  decide: ({ params: { sourceId }, query }, view, tools) => {
    const source = view.byId('source', sourceId);
    if (source === undefined) return refuseUnknown('source', sourceId);
    const address = query.address ?? source.settings.browser?.publicUrl ?? tools.gatewayUrl;
    if (address === undefined) {
      const message =
        'is missing: give it, or set browser.publicUrl of the source or GATEWAY_URL of control-api';
      return refuseInvalid([{ path: ['address'], message }]);
    }
    const writeKey = query.writeKey ?? stayingKey(source);
    if (writeKey === undefined || !source.writeKeys.includes(writeKey)) {
      const message =
        query.writeKey === undefined
          ? 'is missing: every write key of the source is being replaced; make a new one, or name one all the same'
          : 'is no write key of the source';
      return refuseInvalid([{ path: ['writeKey'], message }]);
    }
    const { packageName, ...snippet } = createSnippet(query.style, { writeKey, address });
    return answer({ snippet: { ...snippet, ...(packageName !== undefined && { packageName }) } });
  },
});

function stayingKey({ writeKeys, expiringWriteKeys }: Source): string | undefined {
  return writeKeys.findLast(key => !expiringWriteKeys.some(({ writeKey }) => writeKey === key));
}
