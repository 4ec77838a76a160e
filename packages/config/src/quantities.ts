const millisecondsOf: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const bytesOf: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1_000,
  MB: 1_000_000,
  GB: 1_000_000_000,
  KiB: 1_024,
  MiB: 1_048_576,
  GiB: 1_073_741_824,
};

/** Milliseconds of a text like `500ms`, `10s`, `5m`, `4h` or `7d`; undefined if it is none. */
export function parseDuration(text: string): number | undefined {
  return parseQuantity(text, millisecondsOf);
}

/** Bytes of a text like `512B`, `64KiB`, `1MB`; undefined if it is none. */
export function parseBytes(text: string): number | undefined {
  return parseQuantity(text, bytesOf);
}

function parseQuantity(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(text) ?? [];
  if (digits === undefined || unit === undefined || !Object.hasOwn(units, unit)) return undefined;
  const quantity = Math.round(Number(digits) * (units[unit] ?? 0));
  return Number.isSafeInteger(quantity) ? quantity : undefined;
}
