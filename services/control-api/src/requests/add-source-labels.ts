import { z } from 'zod';

import { change, refuseUnknown } from '../decision.ts';
import { sourceIdParams } from '../fields.ts';
import { labelsBody, labelSchema, refuseTooManyLabels, withLabels } from '../labels.ts';
import { defineOperation } from '../operation.ts';
import { changedSource } from '../source-changes.ts';
import { existing } from '../workspace-view.ts';

export const addSourceLabels = defineOperation({
  operationId: 'addLabelsToSource',
  method: 'post',
  path: '/sources/{sourceId}/labels',
  tag: 'Sources',
  summary: 'Adds labels to a source. One that is there already takes the new description.',
  access: 'write',
  params: sourceIdParams,
  body: labelsBody,
  answer: z.object({ labels: z.array(labelSchema) }),
  decide: ({ params: { sourceId }, body }, view, tools) => {
    const source = view.byId('source', sourceId);
    if (source === undefined) return refuseUnknown('source', sourceId);
    const labels = withLabels(source.labels, body.labels);
    return (
      refuseTooManyLabels(labels) ??
      change([changedSource(source, { labels }, tools.now())], () => ({
        labels: [...existing(view, 'source', sourceId).labels],
      }))
    );
  },
});
