import { destination } from './kinds/destination.ts';
import { functionResource } from './kinds/function.ts';
import { oauthApp } from './kinds/oauth-app.ts';
import { source } from './kinds/source.ts';
import { space } from './kinds/space.ts';
import { workspace } from './kinds/workspace.ts';

/** Every kind of resource. A kind stands after those it refers to. */
export const catalogue = {
  workspace,
  space,
  function: functionResource,
  source,
  destination,
  'oauth-app': oauthApp,
} as const;

/** Name of a kind. */
export type ResourceKind = keyof typeof catalogue;

/** All kinds, each after those it refers to. */
export const resourceKinds = Object.keys(catalogue) as readonly ResourceKind[];

/** What the topic holds for a kind. */
export type SpecOf<K extends ResourceKind> = (typeof catalogue)[K] extends {
  readonly spec: { readonly _output: infer Spec };
}
  ? Spec
  : never;

/** What a file holds for a kind, besides kind and slug. */
export type WrittenOf<K extends ResourceKind> = (typeof catalogue)[K] extends {
  readonly written: { readonly _output: infer Written };
}
  ? Written
  : never;

/** Whether a text names a kind. */
export function isResourceKind(text: string): text is ResourceKind {
  return Object.hasOwn(catalogue, text);
}
