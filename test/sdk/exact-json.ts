/**
 * A JSON value for comparisons. A number is an object with its digits, as they were written: JSON.parse alone would change what
 * JavaScript's numbers cannot hold.
 */
export type ExactJson = string | boolean | null | readonly ExactJson[] | ExactObject;

/** A JSON object, or the digits of a number. */
export type ExactObject = { readonly [name: string]: ExactJson | undefined };

// The third parameter is in the language, and not yet in TypeScript's library.
type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** Parses a JSON text and keeps the digits of its numbers. Throws where the text is no JSON. */
export function parseExactly(text: string): ExactJson {
  return parse(text, (_key, value, { source }) =>
    typeof value === 'number' ? { digits: source } : value,
  ) as ExactJson;
}

/** Whether a value is a JSON object, and not one of its numbers. */
export function isExactObject(value: ExactJson | undefined): value is ExactObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !('digits' in value);
}

/** A string, or a number as it was written; '' for anything else. */
export function textOf(value: ExactJson | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || !('digits' in value)) return '';
  return typeof value.digits === 'string' ? value.digits : '';
}

/** A value as JSON for people; numbers with the digits they were written with. */
export function spelled(value: ExactJson | undefined): string {
  if (value === undefined) return 'absent';
  if (Array.isArray(value)) return `[${value.map(spelled).join(',')}]`;
  if (isExactObject(value)) {
    const members = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${spelled(inner)}`);
    return `{${members.join(',')}}`;
  }
  return typeof value === 'object' && value !== null ? textOf(value) : JSON.stringify(value);
}
