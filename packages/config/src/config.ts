import { BugError, ConfigError } from '@millrace/errors';

import { deepFreeze } from './deep-freeze.ts';
import type { Setting, Unit } from './setting.ts';

/** Environment keys by name. */
export type Settings = Readonly<Record<string, Setting<unknown, Unit>>>;

/** The values of a declaration: keys in camel case, ending in the unit where there is one. */
export type ValuesOf<S extends Settings> = {
  readonly [K in keyof S as ResultName<K, S[K]>]: S[K] extends Setting<infer T, Unit> ? T : never;
};

/** Everything a process reads from its environment. */
export type ConfigDeclaration<S extends Settings> = {
  readonly settings: S;
  /** Problems between keys that are each fine alone; called once all can be read. */
  readonly check: (values: ValuesOf<S>) => readonly string[];
};

/** The values of a declaration, by its type: `ConfigOf<typeof declaration>`. */
export type ConfigOf<D> = D extends ConfigDeclaration<infer S> ? ValuesOf<S> : never;

/** Declares what a process reads. Throws BugError for a default that its own reader refuses. */
export function defineConfig<const S extends Settings>(
  settings: S,
  check: (values: ValuesOf<S>) => readonly string[] = () => [],
): ConfigDeclaration<S> {
  for (const [key, setting] of Object.entries(settings)) {
    const reading = setting.default === undefined ? undefined : setting.read(setting.default);
    if (reading?.ok === false) {
      throw new BugError('configuration-invalid', `the default of ${key} ${reading.problem}`);
    }
  }
  return { settings, check };
}

/**
 * Reads a declaration's values, deeply frozen. An empty text counts as unset.
 * Throws one ConfigError that lists every problem.
 */
export function loadConfig<S extends Settings>(
  { settings, check }: ConfigDeclaration<S>,
  environment: Readonly<Record<string, string | undefined>>,
): ValuesOf<S> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(settings)) {
    const written = environment[key]?.trim() || setting.default;
    if (written !== undefined) {
      const reading = setting.read(written);
      if (reading.ok) values[resultName(key, setting.unit)] = reading.value;
      else problems.push(`${key}${shown(written, setting)} ${reading.problem}`);
    } else if (setting.optional) values[resultName(key, setting.unit)] = undefined;
    else problems.push(`${key} is missing: ${setting.doc}`);
  }
  // The loop above has given each name of ValuesOf the value its own setting read.
  const config = values as ValuesOf<S>;
  if (problems.length === 0) problems.push(...check(config));
  if (problems.length > 0) throw configError(problems);
  return deepFreeze(config);
}

function shown(written: string, setting: Setting<unknown, Unit>): string {
  return setting.secret ? '' : ` is "${written}" and`;
}

function configError(problems: readonly string[]): ConfigError {
  return new ConfigError(
    'configuration-invalid',
    ['reading the environment failed:', ...problems].join('\n  - '),
    { details: { problems: problems.length } },
  );
}

type ResultName<K, X> = K extends string
  ? X extends Setting<unknown, infer U>
    ? `${Camel<K>}${U}`
    : never
  : never;
type Camel<K extends string> = K extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Pascal<Tail>}`
  : Lowercase<K>;
type Pascal<K extends string> = K extends `${infer Head}_${infer Tail}`
  ? `${Capitalize<Lowercase<Head>>}${Pascal<Tail>}`
  : Capitalize<Lowercase<K>>;

function resultName(key: string, unit: Unit): string {
  const camel = key.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return camel + unit;
}
