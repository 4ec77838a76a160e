/** A value that stands elsewhere and could not be had. */
type MissingReference = {
  readonly path: readonly (string | number)[];
  readonly kind: 'env' | 'file';
  /** Name of the variable or file. */
  readonly name: string;
};

/** Content with its references filled in. */
export type Filled = { readonly content: unknown; readonly missing: readonly MissingReference[] };

/** Where references lead. */
export type References = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Text of a file, named as seen from where the reference stands; undefined where it cannot be had. */
  readonly readText: (name: string) => string | undefined;
};

/**
 * Fills in `{ env: NAME }` and `{ file: NAME }`, wherever a value may stand: secrets and addresses need not be in files, code and keys can
 * have files of their own. What is missing keeps its reference and is listed.
 */
export function fillReferences(content: unknown, { environment, readText }: References): Filled {
  const missing: MissingReference[] = [];
  return { content: fill(content, []), missing };

  function fill(value: unknown, path: readonly (string | number)[]): unknown {
    if (Array.isArray(value)) return value.map((entry, index) => fill(entry, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    const reference = referenceIn(value);
    if (reference === undefined) {
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, fill(entry, [...path, key])]),
      );
    }
    const { kind, name } = reference;
    const found = kind === 'env' ? environment[name] : readText(name);
    if (found !== undefined && found !== '') return found;
    missing.push({ path, ...reference });
    return value;
  }
}

function referenceIn(value: object): Pick<MissingReference, 'kind' | 'name'> | undefined {
  const entries = Object.entries(value);
  const [kind, name] = entries[0] ?? [];
  if (entries.length !== 1 || typeof name !== 'string') return undefined;
  return kind === 'env' || kind === 'file' ? { kind, name } : undefined;
}
