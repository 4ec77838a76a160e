import { parseWith, type Problem } from '@millrace/resources';
import { z } from 'zod';

import { refuseInvalid, type Decision, type Refusal } from './decision.ts';
import type { Tools } from './tools.ts';
import type { WorkspaceView } from './workspace-view.ts';

/** Who asks. */
export type Principal = { readonly name: string };

/** A request before anything of it is believed. */
type RawRequest = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
};

/** Decides a request that fits its declaration. Pure but for the tools. */
type Decide<A> = (view: WorkspaceView, tools: Tools) => Decision<A>;

/** One operation of the API: what the server checks requests with, and what the OpenAPI document says of it. */
export type Operation = {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Path with parameters as OpenAPI writes them: `/sources/{sourceId}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** Writing operations are decided one at a time. */
  readonly access: 'read' | 'write';
  readonly status: 200 | 201;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | undefined;
  /** Form of `data` in the answer. */
  readonly answer: z.ZodObject;
  /** Checks a request; everything wrong with it is in one refusal. */
  prepare(raw: RawRequest): Refusal | { readonly kind: 'ready'; readonly decide: Decide<unknown> };
};

type Declared<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends z.ZodObject,
> = Omit<Operation, 'params' | 'query' | 'body' | 'answer' | 'status' | 'prepare'> & {
  readonly status?: 201;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: A;
  readonly decide: (
    request: {
      readonly params: z.output<P>;
      readonly query: z.output<Q>;
      readonly body: z.output<B>;
      readonly headers: RawRequest['headers'];
    },
    view: WorkspaceView,
    tools: Tools,
  ) => Decision<z.input<A>>;
};

type Nothing = z.ZodObject<Record<string, never>>;

/** Declares an operation; its request's types come from its schemas. */
export function defineOperation<
  A extends z.ZodObject,
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = Nothing,
>(declared: Declared<P, Q, B, A>): Operation {
  const { decide, ...rest } = declared;
  const params: z.ZodObject = declared.params ?? z.object({});
  const query: z.ZodObject = declared.query ?? z.object({});
  const schema = z.object({ params, query, body: declared.body ?? z.unknown() });
  return {
    ...rest,
    status: declared.status ?? 200,
    params,
    query,
    body: declared.body,
    prepare(raw) {
      const parsed = parseWith(schema, raw);
      if (!parsed.ok) return refuseInvalid(parsed.problems.map(withoutPart));
      // The schema is made of the very schemas that give the types.
      const {
        params: p,
        query: q,
        body,
      } = parsed.value as Pick<Parameters<typeof decide>[0], 'params' | 'query' | 'body'>;
      const request = { params: p, query: q, body, headers: raw.headers };
      return { kind: 'ready', decide: (view, tools) => decide(request, view, tools) };
    },
  };
}

/** Callers name fields as they sent them, not by the part of the request that holds them. */
function withoutPart({ path, message }: Problem): Problem {
  return { path: path.slice(1), message };
}
