/** A value that stands elsewhere and could not be had. */
type MissingReference = { readonly path: readonly (string | number)[]; readonly variable: string };

/** Content with its references filled in. */
export type Filled = { readonly content: unknown; readonly missing: readonly MissingReference[] };

/**
 * Fills in `{ env: NAME }`, wherever a value may stand, from the environment: secrets and addresses need not be in files.
 * What is missing keeps its reference and is listed.
 */
export function fillReferences(
  content: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): Filled {
  const missing: MissingReference[] = [];
  return { content: fill(content, []), missing };

  function fill(value: unknown, path: readonly (string | number)[]): unknown {
    if (Array.isArray(value)) return value.map((entry, index) => fill(entry, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    const variable = variableOf(value);
    if (variable === undefined) {
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, fill(entry, [...path, key])]),
      );
    }
    const found = environment[variable];
    if (found !== undefined && found !== '') return found;
    missing.push({ path, variable });
    return value;
  }
}

function variableOf(value: object): string | undefined {
  const entries = Object.entries(value);
  const [name, variable] = entries[0] ?? [];
  return entries.length === 1 && name === 'env' && typeof variable === 'string' ? variable : undefined;
}
