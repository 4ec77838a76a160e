import { isJsonObject } from '@millrace/domain';

/** A request's body as the properties of an event: their JSON text, and the same parsed. */
export type Payload = { readonly text: string; readonly value: unknown };

/**
 * Reads a body: JSON under any content type, else a form by its content type, else plain text. What is no object becomes one
 * as `body`; a request without a body has its query. Undefined for what should be JSON by its content type and is not.
 */
export function readPayload(
  body: string,
  { contentType, query }: { readonly contentType: string; readonly query: URLSearchParams },
): Payload | undefined {
  if (body.trim() === '') return payloadOf(fieldsOf(query));
  if (isForm(contentType)) return payloadOf(fieldsOf(new URLSearchParams(body)));
  const value = parseJson(body);
  if (value === undefined) return isJson(contentType) ? undefined : payloadOf({ body });
  if (isJsonObject(value)) return { text: body, value };
  return { text: `{"body":${body}}`, value: { body: value } };
}

function isForm(contentType: string): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(contentType.trim());
}

function isJson(contentType: string): boolean {
  return /^[^;]*[/+]json\b/i.test(contentType.trim());
}

/** A field that comes several times is a list. */
function fieldsOf(form: URLSearchParams): Readonly<Record<string, string | readonly string[]>> {
  const names = [...new Set(form.keys())];
  return Object.fromEntries(
    names.map(name => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

function payloadOf(value: object): Payload {
  return { text: JSON.stringify(value), value };
}

type ParseJson = (
  text: string,
  reviver: (name: string, value: unknown, place: { readonly source?: string }) => unknown,
) => unknown;

/** An integer past 2^53 is its digits as text: it is an id, and as a number it would be another. */
function parseJson(text: string): unknown {
  try {
    // TypeScript's library does not know yet that a reviver is told the source.
    return (JSON.parse as ParseJson)(text, (_name, value, { source }) =>
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '')
        ? source
        : value,
    );
  } catch {
    return undefined;
  }
}
