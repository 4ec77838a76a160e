/** A JSON Schema as the gateway's document uses them. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

type DocumentedResponse = { readonly content?: Content };

type DocumentedOperation = {
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
};

/** An OpenAPI document. */
export type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** What a request can be sent to. */
export type Operation = {
  readonly path: string;
  /** Upper case. */
  readonly method: string;
  /** Of its body, where it takes one. */
  readonly schema: Schema | undefined;
  /** Name of that schema, where it has one. */
  readonly schemaName: string | undefined;
  readonly contentType: string | undefined;
  readonly responses: DocumentedOperation['responses'];
};

/** Every operation of a document but the questions that browsers ask beforehand. */
export function operationsOf(document: OpenApi): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'options')
      .map(([method, operation]) => operationOf(path, method, operation)),
  );
}

/** The statuses that a response's documentation allows with the codes that its body may then have; undefined for any. */
export function codesOf({ responses }: Operation, status: number): readonly string[] | undefined {
  const schema = responses[status]?.content?.['application/json']?.schema;
  const codes = schema?.allOf?.find(({ properties }) => properties?.['code'] !== undefined)?.properties?.[
    'code'
  ];
  return codes?.enum?.map(String);
}

function operationOf(
  path: string,
  method: string,
  { requestBody, responses }: DocumentedOperation,
): Operation {
  const [contentType, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  return {
    path,
    method: method.toUpperCase(),
    schema: content?.schema,
    schemaName: content?.schema?.$ref?.split('/').at(-1),
    contentType,
    responses,
  };
}
