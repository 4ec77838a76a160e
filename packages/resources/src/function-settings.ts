import { z } from 'zod';

import type { Vault } from './declaration.ts';
import { compileSettings } from './destination-settings.ts';
import { accepted, refused, type Result } from './result.ts';

/** A setting that a function declares; each source that runs it gives a value. */
export const functionSetting = z.object({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'must be a name such as apiKey'),
  label: z.string().max(100).optional(),
  description: z.string().max(1_000).optional(),
  type: z.enum(['STRING', 'BOOLEAN', 'ARRAY', 'TEXT_MAP']).default('STRING'),
  required: z.boolean().default(false),
  sensitive: z.boolean().default(false),
});

/** A setting as it is stored. */
export type FunctionSetting = z.output<typeof functionSetting>;
type Settings = Readonly<Record<string, unknown>>;

/** What a source tells its function. */
type StoredSettings = {
  readonly functionSettings: Settings;
  readonly functionSecrets: Readonly<Record<string, string>>;
};

/** Checks a source's values against what its function declares, and seals the sensitive ones. */
export function compileFunctionSettings(options: {
  /** Undefined where the source runs no function. */
  readonly declared: readonly FunctionSetting[] | undefined;
  readonly settings: Settings;
  readonly previous: StoredSettings | undefined;
  readonly vault: Vault;
}): Result<StoredSettings> {
  const { declared, settings, previous, vault } = options;
  if (declared === undefined && Object.keys(settings).length > 0) {
    return refused([{ path: ['functionSettings'], message: 'is for sources of type function only' }]);
  }
  if (declared?.length === 0 && Object.keys(settings).length > 0) {
    const message = 'must be empty: the function declares no settings; declare them in its document';
    return refused([{ path: ['functionSettings'], message }]);
  }
  const compiled = compileSettings({
    type: formOf(declared ?? []),
    settings,
    previous: previous && { settings: previous.functionSettings, secrets: previous.functionSecrets },
    vault,
  });
  if (!compiled.ok) {
    return refused(
      compiled.problems.map(problem => ({ ...problem, path: ['functionSettings', ...problem.path] })),
    );
  }
  const { settings: functionSettings, secrets: functionSecrets } = compiled.value;
  return accepted({ functionSettings, functionSecrets });
}

function formOf(declared: readonly FunctionSetting[]): {
  readonly settings: z.ZodType<Settings>;
  readonly secrets: readonly string[];
} {
  const shape = declared.map(setting => [setting.name, fieldOf(setting)] as const);
  return {
    settings: z.strictObject(Object.fromEntries(shape)),
    secrets: declared.filter(({ sensitive }) => sensitive).map(({ name }) => name),
  };
}

function fieldOf({ type, required }: FunctionSetting): z.ZodType {
  const value = valueTypes[type];
  return required ? value : value.optional();
}

const valueTypes = {
  STRING: z.string(),
  BOOLEAN: z.boolean(),
  ARRAY: z.array(z.string()),
  TEXT_MAP: z.record(z.string(), z.string()),
} as const satisfies Readonly<Record<FunctionSetting['type'], z.ZodType>>;
