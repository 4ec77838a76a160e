/** Row by row without a head or a tail: pieces of an answer in these formats put together are the answer. */
const STREAMABLE = new Set([
  'JSONEachRow',
  'JSONStringsEachRow',
  'JSONCompactEachRow',
  'JSONCompactStringsEachRow',
  'JSONLines',
  'NDJSON',
  'TabSeparated',
  'TSV',
  'TabSeparatedRaw',
  'TSVRaw',
  'CSV',
  'RowBinary',
]);

/** The engine takes the bytes of these as they are. */
const DIRECT_INSERTS = [
  'JSONEachRow',
  'JSONCompactEachRow',
  'TSV',
  'TabSeparated',
  'TSVWithNames',
  'TabSeparatedWithNames',
  'CSV',
  'CSVWithNames',
] as const;

export type DirectInsertFormat = (typeof DIRECT_INSERTS)[number];

export function isStreamable(format: string): boolean {
  return STREAMABLE.has(format);
}

export function isDirectInsert(format: string): format is DirectInsertFormat {
  return (DIRECT_INSERTS as readonly string[]).includes(format);
}

/** Can rows of this format be part of a statement's text? */
export function isText(format: string): boolean {
  return /^(?:Values|JSON|NDJSON|CSV|TSV|TabSeparated|TSKV|CustomSeparated|LineAsString)/.test(format);
}

export function contentTypeOf(format: string): string {
  if (/^JSON|^NDJSON/.test(format)) {
    return /EachRow|Lines|^NDJSON/.test(format)
      ? 'application/x-ndjson; charset=UTF-8'
      : 'application/json; charset=UTF-8';
  }
  if (format.startsWith('CSV')) return 'text/csv; charset=UTF-8';
  if (/^(?:TabSeparated|TSV)/.test(format)) return 'text/tab-separated-values; charset=UTF-8';
  return /^(?:RowBinary|Native|Parquet|Arrow|ORC|Avro)/.test(format)
    ? 'application/octet-stream'
    : 'text/plain; charset=UTF-8';
}
