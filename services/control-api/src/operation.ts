import { parseWith, type OAuthScope, type Problem } from '@millrace/resources';
import { z } from 'zod';

import type { Archive } from './archive.ts';
import { refuseInvalid, type Answer, type Decision, type Refusal } from './decision.ts';
import type { Principal } from './principal.ts';
import type { Tools } from './tools.ts';
import type { WorkspaceView } from './workspace-view.ts';

/** A request before anything of it is believed. */
type RawRequest = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly caller: Principal;
};

/** Decides a request that fits its declaration. Pure but for the tools. */
type Decide<A> = (view: WorkspaceView, tools: Tools) => Decision<A>;

/** What a query asks: the resources as they are, and the archive. */
type QueryDeps = {
  readonly view: WorkspaceView;
  readonly archive: Archive;
  /** Aborts when nobody waits any more: the caller has gone, or the deadline of queries is over. */
  readonly signal: AbortSignal;
};

/** Answers a request that fits its declaration, by asking elsewhere. Changes nothing. */
export type Ask<A> = (deps: QueryDeps) => Promise<Answer<A> | Refusal>;

/** A request that fits its operation: decided by itself, or answered by asking. */
type Prepared =
  | { readonly kind: 'decision'; readonly decide: Decide<unknown> }
  | { readonly kind: 'query'; readonly ask: Ask<unknown> };

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
  /** The scopes that open it, any of them, for the tokens of OAuth apps; none: it is the administrator's. */
  readonly scopes: readonly OAuthScope[];
  readonly status: 200 | 201;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | undefined;
  /** Form of `data` in the answer. */
  readonly answer: z.ZodObject;
  /** Checks a request; everything wrong with it is in one refusal. */
  prepare(raw: RawRequest): Refusal | Prepared;
};

/** What every declaration says of its operation in words. */
type Described = Pick<Operation, 'operationId' | 'path' | 'tag' | 'summary'> & {
  /** Default: the scope of the whole API. */
  readonly scopes?: Operation['scopes'];
};

/** A request with its parts as their schemas give them. */
type Parsed<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> = {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  readonly headers: RawRequest['headers'];
  readonly caller: Principal;
};

type Schemas<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> = {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
};

type Declared<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends z.ZodObject,
> = Described &
  Schemas<P, Q, B> &
  Pick<Operation, 'method' | 'access'> & {
    readonly status?: 201;
    readonly answer: A;
    readonly decide: (request: Parsed<P, Q, B>, view: WorkspaceView, tools: Tools) => Decision<z.input<A>>;
  };

type DeclaredQuery<P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodObject> = Described &
  Schemas<P, Q, Nothing> & {
    readonly answer: A;
    readonly ask: (request: Parsed<P, Q, Nothing>, deps: QueryDeps) => Promise<Answer<z.input<A>> | Refusal>;
  };

type Nothing = z.ZodObject<Record<string, never>>;

/** Declares an operation that is decided on the resources alone; its request's types come from its schemas. */
export function defineOperation<
  A extends z.ZodObject,
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = Nothing,
>(declared: Declared<P, Q, B, A>): Operation {
  const { decide, ...rest } = declared;
  const parts = requestParts(declared);
  return {
    ...rest,
    ...parts,
    scopes: declared.scopes ?? wholeApi,
    status: declared.status ?? 200,
    prepare: raw => {
      const parsed = parseRequest<P, Q, B>(parts, raw);
      if (parsed.kind === 'refusal') return parsed;
      return { kind: 'decision', decide: (view, tools) => decide(parsed.request, view, tools) };
    },
  };
}

/** Declares an operation that reads the archive: it may take time, has a deadline, and changes nothing. */
export function defineQuery<
  A extends z.ZodObject,
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
>(declared: DeclaredQuery<P, Q, A>): Operation {
  const { ask, ...rest } = declared;
  const parts = requestParts(declared);
  return {
    ...rest,
    ...parts,
    scopes: declared.scopes ?? wholeApi,
    method: 'get',
    access: 'read',
    status: 200,
    prepare: raw => {
      const parsed = parseRequest<P, Q, Nothing>(parts, raw);
      if (parsed.kind === 'refusal') return parsed;
      return { kind: 'query', ask: deps => ask(parsed.request, deps) };
    },
  };
}

const wholeApi: readonly OAuthScope[] = ['public_api:read_write'];

type RequestParts = Pick<Operation, 'params' | 'query' | 'body'>;

function requestParts({ params, query, body }: Partial<RequestParts>): RequestParts {
  return { params: params ?? z.object({}), query: query ?? z.object({}), body };
}

/** Checks a request against the schemas it is declared with, which are the ones that give its types. */
function parseRequest<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType>(
  { params, query, body }: RequestParts,
  raw: RawRequest,
): Refusal | { readonly kind: 'parsed'; readonly request: Parsed<P, Q, B> } {
  const schema = z.object({ params, query, body: body ?? z.unknown() });
  const parsed = parseWith(schema, raw);
  if (!parsed.ok) return refuseInvalid(parsed.problems.map(withoutPart));
  const fitting = parsed.value as Omit<Parsed<P, Q, B>, 'headers' | 'caller'>;
  return { kind: 'parsed', request: { ...fitting, headers: raw.headers, caller: raw.caller } };
}

/** Callers name fields as they sent them, not by the part of the request that holds them. */
function withoutPart({ path, message }: Problem): Problem {
  return { path: path.slice(1), message };
}
