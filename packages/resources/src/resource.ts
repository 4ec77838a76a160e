import type { ConfigResource } from '@millrace/contracts';
import type { EpochMillis, SourceId, SpaceId } from '@millrace/domain';
import { InvalidRecordError } from '@millrace/errors';
import type { z } from 'zod';

import { catalogue, isResourceKind, type ResourceKind, type SpecOf } from './catalogue.ts';
import { parseWith } from './parse-with.ts';
import type { Result } from './result.ts';

type IdOf<K extends ResourceKind> = K extends 'source' ? SourceId : K extends 'space' ? SpaceId : string;

/** A resource as the system holds it: what every kind has, and its own fields beside. */
export type Resource<K extends ResourceKind> = SpecOf<K> & {
  readonly kind: K;
  readonly workspace: string;
  readonly id: IdOf<K>;
  readonly slug: string;
  /** Counts the changes of this resource from 1. */
  readonly version: number;
  readonly updatedAt: EpochMillis;
  readonly updatedBy: string;
};

export type Workspace = Resource<'workspace'>;
export type Space = Resource<'space'>;
export type Source = Resource<'source'>;
export type Destination = Resource<'destination'>;
export type FunctionResource = Resource<'function'>;
export type OAuthApp = Resource<'oauth-app'>;

/** A resource of any kind; switch on `kind`. */
export type AnyResource = { [K in ResourceKind]: Resource<K> }[ResourceKind];

/** Key of a resource's record. */
export function resourceKey({
  workspace,
  kind,
  id,
}: Pick<ConfigResource, 'workspace' | 'kind' | 'id'>): string {
  return `${workspace}/${kind}/${id}`;
}

/** A record's resource; undefined for a kind of a later version. Throws InvalidRecordError where it does not fit its declaration. */
export function parseResource(record: ConfigResource): AnyResource | undefined {
  const { kind, spec: specText, ...rest } = record;
  if (!isResourceKind(kind)) return undefined;
  const spec = parseJson(specText);
  const declared = catalogue[kind].spec;
  const parsed: Result<object> = parseWith<z.ZodType<object>>(declared, spec);
  if (!parsed.ok) {
    const [first] = parsed.problems;
    throw invalid(
      record,
      first === undefined ? 'unknown problem' : `${first.path.join('.')} ${first.message}`,
    );
  }
  // The declaration of this very kind made the spec.
  return { ...parsed.value, ...rest, kind } as unknown as AnyResource;

  function parseJson(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw invalid(record, 'its spec is not JSON', cause);
    }
  }
}

function invalid(record: ConfigResource, problem: string, cause?: unknown): InvalidRecordError {
  return new InvalidRecordError(
    'resource-invalid',
    `reading resource ${resourceKey(record)} version ${record.version} failed: ${problem}`,
    { cause, details: { kind: record.kind, id: record.id, version: record.version } },
  );
}
