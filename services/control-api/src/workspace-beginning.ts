import { answer, change, type Decision } from './decision.ts';
import type { Tools } from './tools.ts';
import type { WorkspaceView } from './workspace-view.ts';

/** Whether the workspace has its own resource. */
export function hasBegun(view: WorkspaceView): boolean {
  return view.bySlug('workspace', view.slug) !== undefined;
}

/** Makes the workspace's own resource where there is none yet. */
export function beginWorkspace(view: WorkspaceView, tools: Tools): Decision<'begun'> {
  if (hasBegun(view)) return answer('begun');
  const id = tools.newId('workspace');
  return change([{ kind: 'workspace', id, slug: view.slug, spec: { name: view.slug } }], () => 'begun');
}
