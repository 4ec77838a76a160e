import type { ConfigDeclaration, Settings } from './config.ts';
import type { Setting, Unit } from './setting.ts';

/** The Markdown table of a declaration, for a README; aligned as prettier aligns it. */
export function configTable<S extends Settings>({
  settings,
}: Pick<ConfigDeclaration<S>, 'settings'>): string {
  const rows = Object.entries(settings).map(([key, setting]) => [
    `\`${key}\``,
    standIn(setting),
    setting.doc.replaceAll('|', '\\|'),
  ]);
  const table = [['Key', 'Default', 'Meaning'], ...rows];
  const widths = [0, 1, 2].map(column => Math.max(...table.map(row => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`;
  return [line(table[0] ?? []), rule, ...table.slice(1).map(line)].join('\n');
}

function standIn(setting: Setting<unknown, Unit>): string {
  if (setting.default !== undefined) return setting.secret ? 'a secret' : `\`${setting.default}\``;
  return setting.optional ? 'unset' : 'required';
}
