/** SQL that gives a fresh connection what the request asked for: database, placeholders, settings. */
export type SessionContext = Readonly<{
  database: string | undefined;
  settings: ReadonlyMap<string, string>;
  params: ReadonlyMap<string, string>;
  readOnly: boolean;
}>;

export function prepareSession({ database, settings, params, readOnly }: SessionContext): readonly string[] {
  const assignments = [
    ...[...params].map(([name, value]) => `param_${name} = ${quote(value)}`),
    ...[...settings].map(([name, value]) => `${name} = ${quote(value)}`),
  ];
  return [
    ...(database === undefined ? [] : [`USE ${quoteName(database)}`]),
    ...(assignments.length === 0 ? [] : [`SET ${assignments.join(', ')}`]),
    // Last: it forbids itself to be taken back.
    ...(readOnly ? ['SET readonly = 2'] : []),
  ];
}

function quote(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}

function quoteName(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}
