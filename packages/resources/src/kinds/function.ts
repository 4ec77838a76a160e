import { z } from 'zod';

import { declareResource } from '../declaration.ts';
import { name } from '../fields.ts';
import { functionCodeProblems } from '../function-code.ts';
import { functionSetting, type FunctionSetting } from '../function-settings.ts';
import { accepted, refused, type Problem } from '../result.ts';

const settings = z
  .array(z.strictObject(functionSetting.shape))
  .max(100)
  .refine(
    all => new Set(all.map(setting => setting.name)).size === all.length,
    'must each have a name of their own',
  );

/** The fields of a function as files and requests write them. */
export const functionFields = {
  description: z.string().max(1_000),
  logoUrl: z.string().max(2_000),
  code: z.string().min(1, 'must not be empty'),
  settings,
};

/** A function: code of the workspace that runs in the sandbox. */
export const functionResource = declareResource({
  kind: 'function',
  idPrefix: 'fun',
  doc: 'Code of the workspace that runs in the sandbox.',
  spec: z.object({
    name,
    description: z.string().default(''),
    /** Where it runs. Values of later versions are passed over by who does not know them. */
    type: z.string(),
    code: z.string(),
    settings: z.array(functionSetting).readonly().default([]),
    /** Address of a picture for people; Segment's scripts set it. */
    logoUrl: z.string().nullable().default(null),
  }),
  written: z.strictObject({
    name: name.optional(),
    description: functionFields.description.default(''),
    type: z.enum(['source']).default('source'),
    code: functionFields.code,
    settings: functionFields.settings.default([]),
  }),
  references: [],
  compile: (written, { slug, previous }) => {
    const problems = functionProblems(written, previous);
    if (problems.length > 0) return refused(problems);
    return accepted({
      name: written.name ?? previous?.name ?? slug,
      description: written.description,
      type: written.type,
      code: written.code,
      settings: written.settings,
      logoUrl: previous?.logoUrl ?? null,
    });
  },
});

type Settings = readonly FunctionSetting[];

/** What is wrong with a function, as far as can be said without running it. */
export function functionProblems(
  { code, settings: declared }: { readonly code: string; readonly settings: Settings },
  previous: { readonly settings: Settings } | undefined,
): readonly Problem[] {
  return [...functionCodeProblems(code), ...sensitivityProblems(declared, previous?.settings ?? [])];
}

/** The values that sources have given are sealed or lie open already. */
function sensitivityProblems(settings: Settings, previous: Settings): readonly Problem[] {
  return settings.flatMap(({ name: settingName, sensitive }, index) => {
    const before = previous.find(setting => setting.name === settingName);
    if (before === undefined || before.sensitive === sensitive) return [];
    const message = `was ${before.sensitive} for this setting and cannot change; give the setting another name`;
    return [{ path: ['settings', index, 'sensitive'], message }];
  });
}
