const DURATION_UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const BYTE_UNITS: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** Milliseconds of a duration such as "25h" or "7d". Throws on any other form. */
export function parseDuration(text: string): number {
  return parseQuantity(text, DURATION_UNITS_MS, 'a duration such as 30s, 15m, 25h or 7d');
}

/** Bytes of a size such as "1GB" (decimal units). Throws on any other form. */
export function parseBytes(text: string): number {
  return parseQuantity(text, BYTE_UNITS, 'a size such as 500MB or 1GB');
}

function parseQuantity(text: string, units: Readonly<Record<string, number>>, form: string): number {
  const match = /^(?<count>[1-9][0-9]*)(?<unit>[A-Za-z]+)$/.exec(text);
  const factor = units[match?.groups?.['unit'] ?? ''];
  if (match?.groups?.['count'] === undefined || factor === undefined)
    throw new Error(`"${text}" is not ${form}`);
  return Number(match.groups['count']) * factor;
}
