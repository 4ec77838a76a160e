import {
  catalogue,
  checkDocuments,
  resourceKinds,
  type CompileContext,
  type DocumentProblem,
  type ResourceDeclaration,
  type ResourceKind,
  type WrittenResource,
} from '@millrace/resources';

import { changedFields, type Change } from './changes.ts';
import { functionsAreFull, MAX_FUNCTIONS } from './functions.ts';
import type { Tools } from './tools.ts';
import type { WorkspaceView } from './workspace-view.ts';

/** What applying does to one resource. */
export type PlannedResource = {
  readonly kind: ResourceKind;
  readonly slug: string;
  readonly id: string;
  readonly action: 'create' | 'change' | 'none';
  /** Fields that change, by their stored names. */
  readonly fields: readonly string[];
};

/** What making a workspace as its files say takes, or everything that is wrong with the files. */
export type WorkspacePlan =
  | { readonly ok: true; readonly resources: readonly PlannedResource[]; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

type Placed = { readonly document: number; readonly resource: WrittenResource; readonly id: string };
/** What is known while documents are compiled; `specs` holds, by id, those that are. */
type Plan = {
  readonly placed: readonly Placed[];
  readonly specs: ReadonlyMap<string, object>;
  readonly view: WorkspaceView;
  readonly tools: Tools;
};
type AnyDeclaration = ResourceDeclaration<ResourceKind, object, unknown>;

/** Plans documents against the workspace as it is. Resources that no document names stay as they are. */
export function planWorkspace(
  documents: readonly unknown[],
  view: WorkspaceView,
  tools: Tools,
): WorkspacePlan {
  const checked = checkDocuments(documents, kind => slugsOf(kind, view));
  const placed = checked.resources.map(({ document, resource }): Placed => {
    const existing = view.bySlug(resource.kind, resource.slug);
    return { document, resource, id: existing?.id ?? tools.newId(resource.kind) };
  });
  const specs = new Map<string, object>();
  const compiled = inOrderOfReference(placed).map(one => {
    const result = compile(one, { placed, specs, view, tools });
    if ('change' in result) specs.set(one.id, result.spec);
    return result;
  });
  const problems = [
    ...checked.problems,
    ...otherWorkspaces(placed, view),
    ...takenWriteKeys(placed, view),
    ...tooManyFunctions(placed, view),
    ...compiled.flatMap(one => ('problems' in one ? one.problems : [])),
  ];
  if (problems.length > 0) return { ok: false, problems: problems.sort((a, b) => a.document - b.document) };
  const planned = compiled.flatMap(one => ('problems' in one ? [] : [one]));
  return { ok: true, resources: planned.map(one => one.planned), changes: planned.map(one => one.change) };
}

function compile(
  { document, resource, id }: Placed,
  { placed, specs, view, tools }: Plan,
):
  | { readonly planned: PlannedResource; readonly change: Change; readonly spec: object }
  | { readonly problems: readonly DocumentProblem[] } {
  const { kind, slug } = resource;
  const before = view.byId(kind, id);
  const context: CompileContext<object> = {
    slug,
    previous: before,
    // A reference that leads nowhere is a problem already; its id is never used.
    idOf: (referred, referredSlug) => idOf(referred, referredSlug, placed, view) ?? '',
    specOf: (referred, referredSlug) => specOf(referred, referredSlug, { placed, specs, view, tools }),
    newWriteKey: tools.newWriteKey,
    destinationTypes: tools.destinationTypes,
    vault: tools.vaultOf(kind, id),
  };
  // The document was parsed by the declaration of this very kind.
  const declaration = catalogue[kind] as unknown as AnyDeclaration;
  const compiled = declaration.compile(resource.written, context);
  if (!compiled.ok) return { problems: compiled.problems.map(problem => ({ document, ...problem })) };
  const change = { kind, id, slug, spec: compiled.value } as Change & { readonly spec: never };
  const fields = before === undefined ? [] : changedFields(before, change.spec);
  const action = before === undefined ? 'create' : fields.length > 0 ? 'change' : 'none';
  return { planned: { kind, slug, id, action, fields }, change, spec: compiled.value };
}

function slugsOf(kind: string, view: WorkspaceView): readonly string[] {
  const known = resourceKinds.find(one => one === kind);
  return known === undefined ? [] : view.list(known).map(({ slug }) => slug);
}

function idOf(kind: string, slug: string, all: readonly Placed[], view: WorkspaceView): string | undefined {
  const placed = all.find(({ resource }) => resource.kind === kind && resource.slug === slug);
  if (placed !== undefined) return placed.id;
  const known = resourceKinds.find(one => one === kind);
  return known && view.bySlug(known, slug)?.id;
}

/** Of a document, once it is compiled, or of what is there; a document that is wrong has none. */
function specOf(kind: string, slug: string, { placed, specs, view }: Plan): object | undefined {
  const written = placed.find(({ resource }) => resource.kind === kind && resource.slug === slug);
  if (written !== undefined) return specs.get(written.id);
  const known = resourceKinds.find(one => one === kind);
  return known && view.bySlug(known, slug);
}

/** Readers of the topic see a resource after those it refers to. */
function inOrderOfReference(placed: readonly Placed[]): readonly Placed[] {
  return resourceKinds.flatMap(kind => placed.filter(({ resource }) => resource.kind === kind));
}

function otherWorkspaces(placed: readonly Placed[], view: WorkspaceView): readonly DocumentProblem[] {
  return placed
    .filter(({ resource }) => resource.kind === 'workspace' && resource.slug !== view.slug)
    .map(({ document }) => ({
      document,
      path: ['slug'],
      message: `names another workspace than this control API serves, which is ${view.slug}`,
    }));
}

function tooManyFunctions(placed: readonly Placed[], view: WorkspaceView): readonly DocumentProblem[] {
  const added = placed.filter(
    ({ resource, id }) => resource.kind === 'function' && view.byId('function', id) === undefined,
  );
  const room = MAX_FUNCTIONS - view.list('function').length;
  return added
    .slice(Math.max(0, room))
    .map(({ document }) => ({ document, path: [], message: `is one too many: ${functionsAreFull}` }));
}

/** A write key alone says who sends, so it has one owner among all workspaces. */
function takenWriteKeys(placed: readonly Placed[], view: WorkspaceView): readonly DocumentProblem[] {
  const owners = new Map<string, string>();
  return placed.flatMap(({ document, resource, id }) => {
    if (resource.kind !== 'source') return [];
    return (resource.written.writeKeys ?? []).flatMap((writeKey, index) => {
      const owner = owners.get(writeKey) ?? view.ownerOfWriteKey(writeKey)?.id;
      owners.set(writeKey, id);
      if (owner === undefined || owner === id) return [];
      return [
        {
          document,
          path: ['writeKeys', index],
          message: 'is the write key of another source; choose another',
        },
      ];
    });
  });
}
