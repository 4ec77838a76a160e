import type { InvocationStore } from './invocation-store.ts';
import type { SchemaStore } from './schema-store.ts';

/** What queries read besides the resources: one store for each noun. Each is an interface here and is filled in main.ts. */
export type Archive = {
  readonly schemas: SchemaStore;
  readonly invocations: InvocationStore;
};
