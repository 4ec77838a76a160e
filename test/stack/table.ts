import Table from 'cli-table3';

/** A table as text, without colours, so that it reads the same on a terminal and in a log. Numbers go to the right. */
export function textTable(rows: readonly (readonly (string | number)[])[], head?: readonly string[]): string {
  const columns = Math.max(head?.length ?? 0, ...rows.map(row => row.length));
  const table = new Table({
    ...(head === undefined ? {} : { head: [...head] }),
    colAligns: Array.from({ length: columns }, (_, column) => (column === 0 ? 'left' : 'right')),
    style: { head: [], border: [] },
  });
  table.push(...rows.map(row => [...row]));
  return table.toString();
}
