import { isDeepStrictEqual } from 'node:util';

import type { Vault } from './declaration.ts';

/** Secrets by name, sealed; an unchanged one keeps its sealed text, so that nothing seems to have changed. */
export function sealedSecrets(
  values: Readonly<Record<string, unknown>>,
  previous: Readonly<Record<string, string>> | undefined,
  vault: Vault,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const before = previous?.[name];
      const isUnchanged = before !== undefined && isDeepStrictEqual(vault.open(name, before), value);
      return [name, isUnchanged ? before : vault.seal(name, value)];
    }),
  );
}
