import type { SpaceId } from '@millrace/domain';
import { z } from 'zod';

import { declareResource } from '../declaration.ts';
import { label, name, settings, slug, spaceId, writeKey, writtenLabel } from '../fields.ts';
import { compileFunctionSettings, type FunctionSetting } from '../function-settings.ts';
import { accepted, refused } from '../result.ts';
import { sourceSettings, writtenSourceSettings } from '../source-settings.ts';
import { sourceTypes } from '../source-types.ts';

/** Most write keys of a source, those on their way out among them. */
export const MAX_WRITE_KEYS = 50;

/** A source: where events come from. */
export const source = declareResource({
  kind: 'source',
  idPrefix: 'src',
  doc: 'Where events come from.',
  spec: z.object({
    name,
    /** Slug of an entry of the sources catalogue. */
    type: z.string(),
    enabled: z.boolean(),
    spaceId,
    writeKeys: z.array(z.string()).readonly(),
    /** Write keys on their way out: they stop working at this time, epoch milliseconds. */
    expiringWriteKeys: z
      .array(z.object({ writeKey: z.string(), expiresAt: z.number() }))
      .readonly()
      .default([]),
    settings: sourceSettings.readonly().prefault({}),
    labels: z.array(label).readonly(),
    /** The function that makes events of what a source of type `function` receives, and what it is told. */
    functionId: z.string().nullable().default(null),
    functionSettings: settings.readonly().default({}),
    /** Sealed settings of the function by name. */
    functionSecrets: z.record(z.string(), z.string()).readonly().default({}),
  }),
  written: z.strictObject({
    name: name.optional(),
    type: z.enum(sourceTypes.map(type => type.slug)),
    enabled: z.boolean().default(true),
    space: slug,
    /** Without them, a new source gets one made up and an existing source keeps its own. */
    writeKeys: z.array(writeKey).min(1, 'must hold at least one key').max(MAX_WRITE_KEYS).optional(),
    settings: writtenSourceSettings.prefault({}),
    labels: z.array(writtenLabel).default([]),
    /** For the type `function`: the function that runs, and values of the settings that it declares. */
    function: slug.optional(),
    functionSettings: settings.default({}),
  }),
  references: [
    { field: 'space', kind: 'space' },
    { field: 'function', kind: 'function' },
  ],
  compile: (written, { slug: ownSlug, previous, idOf, specOf, newWriteKey, vault }) => {
    if ((written.type === 'function') !== (written.function !== undefined)) {
      const message =
        written.function === undefined
          ? 'is missing: a source of type function names the function that runs'
          : 'is for sources of type function only';
      return refused([{ path: ['function'], message }]);
    }
    const runs = written.function === undefined ? undefined : functionNamed(written.function, specOf);
    const told =
      written.function !== undefined && runs === undefined
        ? // The function is wrong itself, so nothing of this is stored.
          accepted({ functionSettings: {}, functionSecrets: {} })
        : compileFunctionSettings({
            declared: runs?.settings,
            settings: written.functionSettings,
            previous,
            vault,
          });
    if (!told.ok) return told;
    const writeKeys = written.writeKeys ?? previous?.writeKeys ?? [newWriteKey()];
    return accepted({
      name: written.name ?? previous?.name ?? ownSlug,
      type: written.type,
      enabled: written.enabled,
      spaceId: idOf('space', written.space) as SpaceId,
      writeKeys,
      expiringWriteKeys: endsOf(written.writeKeys, previous?.expiringWriteKeys ?? []),
      settings: written.settings,
      labels: written.labels,
      functionId: written.function === undefined ? null : idOf('function', written.function),
      ...told.value,
    });
  },
});

type End = { readonly writeKey: string; readonly expiresAt: number };

/**
 * The ends of the keys that a file lists, or of all where it lists none. Where all it lists would end, none does: a file that was
 * written before a key was replaced knows only the old one, and the source would be left without any.
 */
function endsOf(writeKeys: readonly string[] | undefined, ends: readonly End[]): readonly End[] {
  if (writeKeys === undefined) return ends;
  const kept = ends.filter(({ writeKey: key }) => writeKeys.includes(key));
  return kept.length < writeKeys.length ? kept : [];
}

function functionNamed(
  functionSlug: string,
  specOf: (kind: string, slug: string) => object | undefined,
): { readonly settings: readonly FunctionSetting[] } | undefined {
  // The declaration of functions made it.
  return specOf('function', functionSlug) as ReturnType<typeof functionNamed>;
}
