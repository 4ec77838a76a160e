import type { z } from 'zod';

import type { DestinationType } from './destination-type.ts';
import type { Result } from './result.ts';

/** A field of a file that names other resources by their slugs: a text, or a list of texts. */
export type Reference = { readonly field: string; readonly kind: string };

/** What turning a file's form into the stored form needs to know. */
export type CompileContext<Spec> = {
  readonly slug: string;
  /** The stored form so far; undefined for a new resource. */
  readonly previous: Spec | undefined;
  /** Id of a resource that the references of this one name; they have been checked. */
  readonly idOf: (kind: string, slug: string) => string;
  /** Stored form of a resource that the references name, as it will be; undefined where something is wrong with it. */
  readonly specOf: (kind: string, slug: string) => object | undefined;
  readonly newWriteKey: () => string;
  readonly destinationTypes: ReadonlyMap<string, DestinationType>;
  readonly vault: Vault;
};

/** Seals the secrets of one resource. */
export type Vault = {
  seal(setting: string, value: unknown): string;
  /** Undefined for what was sealed with another key. */
  open(setting: string, sealed: string): unknown;
};

/** Everything the system knows about a kind of resource; one file under kinds/ each. */
export type ResourceDeclaration<Kind extends string, Spec, Written> = {
  readonly kind: Kind;
  /** Beginning of the ids, so that a log line shows what an id is of. */
  readonly idPrefix: string;
  readonly doc: string;
  /** What the topic holds. Fields of a later version are passed over; a field added later has a default. */
  readonly spec: z.ZodType<Spec>;
  /** What a file holds besides kind and slug. Unknown fields are refused. */
  readonly written: z.ZodType<Written>;
  readonly references: readonly Reference[];
  readonly compile: (written: Written, context: CompileContext<Spec>) => Result<Spec>;
};

/** Declares a kind, its types taken from its schemas. */
export function declareResource<const Kind extends string, Spec, Written>(
  declaration: ResourceDeclaration<Kind, Spec, Written>,
): ResourceDeclaration<Kind, Spec, Written> {
  return declaration;
}
