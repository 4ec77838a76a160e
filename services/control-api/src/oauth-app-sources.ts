import type { Problem } from '@millrace/resources';

import type { WorkspaceView } from './workspace-view.ts';

/** Problems of the ids that name no source. */
export function unknownSources(sourceIds: readonly string[], view: WorkspaceView): readonly Problem[] {
  return sourceIds.flatMap((id, index) =>
    view.byId('source', id) === undefined
      ? [{ path: ['sourceIds', index], message: 'names no source; see GET /sources' }]
      : [],
  );
}
