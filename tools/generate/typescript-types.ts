import type { AvroSchema } from './topic-folders.ts';

type Field = { name: string; type: AvroSchema; doc?: string; personal?: boolean };
type RecordSchema = { type: 'record'; name: string; doc?: string; fields: Field[] };

const PRIMITIVES: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Buffer',
};

/** TypeScript declarations of every record in the schemas, each once, in order of first appearance. */
export function typescriptTypes(schemas: readonly AvroSchema[]): string {
  const declarations = new Map<string, string>();
  for (const schema of schemas) typeExpression(schema, declarations);
  return [...declarations.values()].join('\n');
}

/** Name of the TypeScript type of a schema. */
export function typeName(schema: AvroSchema): string {
  return typeExpression(schema, new Map());
}

function typeExpression(schema: AvroSchema, declarations: Map<string, string>): string {
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? localName(schema);
  if (Array.isArray(schema)) return schema.map(branch => typeExpression(branch, declarations)).join(' | ');
  if (schema['type'] === 'record') return recordType(schema as unknown as RecordSchema, declarations);
  if (schema['type'] === 'array')
    return `readonly ${typeExpression(schema['items'] as AvroSchema, declarations)}[]`;
  if (schema['type'] === 'map')
    return `Readonly<Record<string, ${typeExpression(schema['values'] as AvroSchema, declarations)}>>`;
  return typeExpression(schema['type'] as AvroSchema, declarations);
}

function recordType(schema: RecordSchema, declarations: Map<string, string>): string {
  const name = localName(schema.name);
  if (declarations.has(name)) return name;
  declarations.set(name, '');
  const fields = schema.fields.map(field => {
    const personal = field.personal === true ? ' Personal data.' : '';
    return `  /** ${field.doc ?? ''}${personal} */\n  readonly ${field.name}: ${typeExpression(field.type, declarations)};`;
  });
  declarations.delete(name);
  declarations.set(name, `/** ${schema.doc ?? ''} */\nexport type ${name} = {\n${fields.join('\n')}\n};\n`);
  return name;
}

function localName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}
