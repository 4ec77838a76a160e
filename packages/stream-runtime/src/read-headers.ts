import type { RawHeaders } from '@millrace/kafka';

/** Headers as text, the last of a name; those without a value are left out. */
export function readHeaders(raw: RawHeaders): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const name in raw) {
    const values = raw[name];
    const value = isList(values) ? values.at(-1) : values;
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.toString('utf8');
  }
  return headers;
}

function isList(values: RawHeaders[string]): values is readonly (Buffer | string)[] {
  return Array.isArray(values);
}
