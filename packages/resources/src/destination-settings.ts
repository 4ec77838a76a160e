import type { Vault } from './declaration.ts';
import type { DestinationType } from './destination-type.ts';
import { accepted, refused, type Problem, type Result } from './result.ts';
import { parseWith } from './parse-with.ts';
import { sealedSecrets } from './sealed-secrets.ts';

/** What stands in for a secret in answers; sent back, it means the secret as it is. */
export const MASK = '********';

type Settings = Readonly<Record<string, unknown>>;
type SettingsType = Pick<DestinationType, 'settings' | 'secrets'>;
type StoredSettings = { readonly settings: Settings; readonly secrets: Readonly<Record<string, string>> };

/** Checks settings against their type and seals the secret ones; an unchanged secret keeps its sealed text. */
export function compileSettings(options: {
  readonly type: SettingsType;
  readonly settings: Settings;
  readonly previous: StoredSettings | undefined;
  readonly vault: Vault;
}): Result<StoredSettings> {
  const { type, previous, vault } = options;
  const unmasked = unmask(options.settings, type, name => openPrevious(name, previous, vault));
  if (!unmasked.ok) return unmasked;
  const parsed = parseWith(type.settings, unmasked.value);
  if (!parsed.ok) return parsed;

  const entries = Object.entries(parsed.value).filter(([, value]) => value !== undefined);
  const isSecret = ([name]: [string, unknown]): boolean => type.secrets.includes(name);
  return accepted({
    settings: Object.fromEntries(entries.filter(entry => !isSecret(entry))),
    secrets: sealedSecrets(Object.fromEntries(entries.filter(isSecret)), previous?.secrets, vault),
  });
}

/** Settings as an answer shows them: secrets masked. */
export function maskedSettings({ settings, secrets }: StoredSettings): Settings {
  return { ...settings, ...Object.fromEntries(Object.keys(secrets).map(name => [name, MASK])) };
}

function unmask(
  settings: Settings,
  type: SettingsType,
  openPreviousSecret: (name: string) => unknown,
): Result<Settings> {
  const problems: Problem[] = [];
  const unmasked: Record<string, unknown> = { ...settings };
  for (const name of type.secrets.filter(secret => settings[secret] === MASK)) {
    unmasked[name] = openPreviousSecret(name);
    if (unmasked[name] === undefined) {
      problems.push({
        path: [name],
        message: 'is a mask, and there is no secret behind it to keep; give the secret itself',
      });
    }
  }
  return problems.length > 0 ? refused(problems) : accepted(unmasked);
}

function openPrevious(name: string, previous: StoredSettings | undefined, vault: Vault): unknown {
  const sealed = previous?.secrets[name];
  return sealed === undefined ? undefined : vault.open(name, sealed);
}
