import { z } from 'zod';

import { catalogue, isResourceKind, resourceKinds, type ResourceKind, type WrittenOf } from './catalogue.ts';
import { slug } from './fields.ts';
import { didYouMean } from './nearest.ts';
import type { Problem } from './result.ts';
import { parseWith } from './parse-with.ts';

/** A resource as a file holds it, checked. */
export type WrittenResource = {
  [K in ResourceKind]: { readonly kind: K; readonly slug: string; readonly written: WrittenOf<K> };
}[ResourceKind];

/** A problem of the document at a position of the list. */
export type DocumentProblem = Problem & { readonly document: number };

/** What a list of documents comes to: the resources that are right by themselves, and everything that is wrong. */
export type CheckedDocuments = {
  readonly resources: readonly { readonly document: number; readonly resource: WrittenResource }[];
  readonly problems: readonly DocumentProblem[];
};

const identity = z.looseObject({ kind: z.string(), slug });

/**
 * Checks the documents of a workspace's files by themselves and among each other.
 * `knownSlugs` names what exists outside of them; undefined where that is not known, and such references then pass.
 */
export function checkDocuments(
  documents: readonly unknown[],
  knownSlugs: (kind: string) => readonly string[] | undefined,
): CheckedDocuments {
  const checked = documents.map((content, document) => ({ document, ...checkDocument(content) }));
  const declared = declaredSlugs(documents);
  const resources = checked.flatMap(({ document, resource }) =>
    resource === undefined ? [] : [{ document, resource }],
  );
  const problems = [
    ...checked.flatMap(({ document, problems: own }) => own.map(problem => ({ document, ...problem }))),
    ...repeated(documents),
    ...documents.flatMap((content, document) =>
      brokenReferences(content, kind => {
        const known = knownSlugs(kind);
        return known === undefined ? undefined : [...known, ...(declared.get(kind) ?? [])];
      }).map(problem => ({ document, ...problem })),
    ),
  ];
  return { resources, problems: problems.sort((left, right) => left.document - right.document) };
}

function checkDocument(content: unknown): { resource?: WrittenResource; problems: readonly Problem[] } {
  const identified = parseWith(identity, content);
  if (!identified.ok) return { problems: identified.problems };
  const { kind, slug: ownSlug, ...fields } = identified.value;
  if (!isResourceKind(kind)) {
    const message = `must be one of ${resourceKinds.join(', ')}${didYouMean(kind, resourceKinds)}`;
    return { problems: [{ path: ['kind'], message }] };
  }
  const parsed = parseWith<z.ZodType>(catalogue[kind].written, fields);
  if (!parsed.ok) return { problems: parsed.problems };
  // The declaration of this very kind made the content.
  return { resource: { kind, slug: ownSlug, written: parsed.value } as WrittenResource, problems: [] };
}

/** Slugs by kind, of broken documents too: what they are called is known, so references to them are no mistake. */
function declaredSlugs(documents: readonly unknown[]): ReadonlyMap<string, readonly string[]> {
  const named = documents.flatMap(content => identity.safeParse(content).data ?? []);
  const byKind = Map.groupBy(named, ({ kind }) => kind);
  return new Map([...byKind].map(([kind, all]) => [kind, all.map(one => one.slug)]));
}

function repeated(documents: readonly unknown[]): readonly DocumentProblem[] {
  const seen = new Set<string>();
  return documents.flatMap((content, document) => {
    const named = identity.safeParse(content).data;
    if (named === undefined) return [];
    const name = `${named.kind} ${named.slug}`;
    if (seen.has(name))
      return [{ document, path: ['slug'], message: `repeats the ${name}; give one of them another slug` }];
    seen.add(name);
    return [];
  });
}

function brokenReferences(
  content: unknown,
  knownSlugs: (kind: string) => readonly string[] | undefined,
): readonly Problem[] {
  const named = identity.safeParse(content).data;
  if (named === undefined || !isResourceKind(named.kind)) return [];
  return catalogue[named.kind].references.flatMap(({ field, kind }) => {
    const known = knownSlugs(kind);
    if (known === undefined) return [];
    return referencesIn(named[field], field)
      .filter(({ written }) => !known.includes(written))
      .map(({ path, written }) => ({
        path,
        message: `names the ${kind} ${written}, which does not exist${didYouMean(written, known)}`,
      }));
  });
}

function referencesIn(value: unknown, field: string): { path: (string | number)[]; written: string }[] {
  if (typeof value === 'string') return [{ path: [field], written: value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((written: unknown, index) =>
    typeof written === 'string' ? [{ path: [field, index], written }] : [],
  );
}
