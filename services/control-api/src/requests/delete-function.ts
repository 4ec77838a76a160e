import { change, refuse, refuseUnknown } from '../decision.ts';
import { deleted, deletedAnswer, functionIdParams } from '../fields.ts';
import { functionScopes } from '../functions.ts';
import { defineOperation } from '../operation.ts';

export const deleteFunction = defineOperation({
  operationId: 'deleteFunction',
  method: 'delete',
  path: '/functions/{functionId}',
  tag: 'Functions',
  summary: 'Deletes a function that no source runs.',
  access: 'write',
  scopes: functionScopes,
  params: functionIdParams,
  answer: deletedAnswer,
  decide: ({ params: { functionId } }, view) => {
    if (view.byId('function', functionId) === undefined) return refuseUnknown('function', functionId);
    const users = view.list('source').filter(source => source.functionId === functionId);
    if (users.length > 0) {
      const slugs = users.map(({ slug }) => slug).join(', ');
      return refuse(
        422,
        'validation',
        `the function runs for ${slugs}; delete these sources or give them another function first`,
      );
    }
    return change([{ kind: 'function', id: functionId, remove: true }], () => deleted);
  },
});
