/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 uses them. */
export type Schema = { readonly [keyword: string]: unknown };

/** A text, described. */
export function text(description: string, more: Schema = {}): Schema {
  return { type: 'string', description, ...more };
}

/** An object with any further members. */
export function object(description: string, properties: Readonly<Record<string, Schema>> = {}): Schema {
  return { type: 'object', description, properties };
}

/** A reference to one of the document's schemas. */
export function reference(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
