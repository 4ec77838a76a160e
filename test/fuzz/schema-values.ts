import fc, { type Arbitrary } from 'fast-check';

import type { Schema } from './openapi.ts';

type Schemas = Readonly<Record<string, Schema>>;

/** Most elements of an array, whatever the schema allows. */
const MAX_ITEMS = 12;

/** Values that a schema allows, among them with members that it does not name. */
export function valuesOf(schema: Schema, schemas: Schemas): Arbitrary<unknown> {
  const found = alternatives(schema, schemas).map(flat => valuesOfFlat(flat, schemas));
  return found.length === 1 && found[0] !== undefined ? found[0] : fc.oneof(...found);
}

/** The schema without references and combinations: a value that fits any of them fits the schema. */
function alternatives(schema: Schema, schemas: Schemas): readonly Schema[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const target = schemas[name];
    if (target === undefined) throw new Error(`the document has no schema ${name}`);
    return alternatives(target, schemas);
  }
  const { allOf = [], anyOf, oneOf, ...own } = schema;
  const choices = [...allOf.map(one => [one]), ...[anyOf, oneOf].filter(choice => choice !== undefined)];
  return choices.reduce<readonly Schema[]>(
    (merged, choice) =>
      merged.flatMap(left =>
        choice.flatMap(one => alternatives(one, schemas).map(right => mergeSchemas(left, right))),
      ),
    [own],
  );
}

function mergeSchemas(left: Schema, right: Schema): Schema {
  return {
    ...left,
    ...right,
    properties: { ...left.properties, ...right.properties },
    required: [...(left.required ?? []), ...(right.required ?? [])],
  };
}

function valuesOfFlat(schema: Schema, schemas: Schemas): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const [type = 'object', ...more] = [schema.type ?? 'object'].flat();
  if (more.length > 0) {
    return fc.oneof(...[type, ...more].map(one => valuesOfFlat({ ...schema, type: one }, schemas)));
  }
  switch (type) {
    case 'string':
      return texts(schema);
    case 'number':
    case 'integer':
      return fc.oneof(fc.integer(), fc.maxSafeInteger());
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, schemas), {
        minLength: schema.minItems ?? 0,
        maxLength: MAX_ITEMS,
      });
    default:
      return objects(schema, schemas);
  }
}

function texts({ format, minLength = 0, maxLength = 40 }: Schema): Arbitrary<unknown> {
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map(date => date.toISOString());
  return fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 40) });
}

function objects({ properties = {}, required = [] }: Schema, schemas: Schemas): Arbitrary<unknown> {
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema, schemas)]),
  );
  const more = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
  return fc
    .tuple(more, fc.record(members, { requiredKeys: required.filter(name => name in members) }))
    .map(([unnamed, named]) => ({ ...unnamed, ...named }));
}
