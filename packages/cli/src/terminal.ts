/** Where a command writes: results to `out`, everything else to `err`. */
export type Terminal = { out(line: string): void; err(line: string): void };

/** Without anything that a terminal would obey: what a stranger sends must not steer it. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
}

/** The same for a text of several lines. */
export function harmless(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
}

/** Rows as aligned columns. What the cells say may come from strangers. */
export function columns(cells: readonly (readonly string[])[]): readonly string[] {
  const rows = cells.map(row => row.map(oneLine));
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, cell.length)),
    [],
  );
  return rows.map(row =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `1 problem`, `2 problems`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
