import { z } from 'zod';

import { change, refuseUnknown } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { labelsBody, labelSchema, refuseTooManyLabels, withLabels } from '../labels.ts';
import { defineOperation } from '../operation.ts';
import { changedSource } from '../source-changes.ts';
import { existing } from '../workspace-view.ts';

export const replaceSourceLabels = defineOperation({
  operationId: 'replaceLabelsInSource',
  method: 'put',
  path: '/sources/{sourceId}/labels',
  tag: 'Sources',
  summary: 'Gives a source these labels and no others.',
  access: 'write',
  params: sourceIdParams,
  body: labelsBody,
  answer: z.object({ labels: z.array(labelSchema) }),
  decide: ({ params: { sourceId }, body }, view, tools) => {
    const source = view.byId('source', sourceId);
    if (source === undefined) return refuseUnknown('source', sourceId);
    const labels = withLabels([], body.labels);
    return (
      refuseTooManyLabels(labels) ??
      change([changedSource(source, { labels }, tools.now())], () => ({
        labels: [...existing(view, 'source', sourceId).labels],
      }))
    );
  },
});
