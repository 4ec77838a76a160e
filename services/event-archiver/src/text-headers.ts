import type { SourceRecord } from './blocks/block.ts';

type Headers = SourceRecord['headers'];

/** A header as text, the last of its name; undefined where the record has none. */
export function textHeader(headers: Headers, name: string): string | undefined {
  const values = headers[name];
  return (Array.isArray(values) ? values.at(-1) : values)?.toString();
}

/** All headers as text; those without a value are left out. */
export function textHeaders(headers: Headers): Readonly<Record<string, string>> {
  const entries = Object.keys(headers).flatMap(name => {
    const text = textHeader(headers, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(entries);
}
