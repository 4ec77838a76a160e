import fc, { type Arbitrary } from 'fast-check';

import { jsonBodies, type BodyText } from './bodies.ts';
import { credentialsFor, type Credentials } from './credentials.ts';
import { encodings, type Encoded } from './encodings.ts';
import { operationsOf, type OpenApi, type Operation } from './openapi.ts';
import { valuesOf } from './schema-values.ts';

/** A request, and what is known of it beforehand. */
export type FuzzRequest = {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** What it is sent to; undefined where the path is no operation's. */
  readonly operation: Operation | undefined;
  /** The body before it was encoded. */
  readonly plain: Buffer | undefined;
  /** Whether nothing is wrong with it: it must be taken. */
  readonly isGood: boolean;
};

/** Requests to everything that a document describes, and beside it. */
export function requestsTo(document: OpenApi, writeKey: string): Arbitrary<FuzzRequest> {
  const operations = operationsOf(document).map(operation => ({
    // What takes events is what most clients do.
    weight: operation.method === 'POST' ? 4 : 1,
    arbitrary: requestsOf(operation, document, writeKey),
  }));
  return fc.oneof(...operations);
}

function requestsOf(operation: Operation, document: OpenApi, writeKey: string): Arbitrary<FuzzRequest> {
  return fc
    .record({
      body: bodiesOf(operation, document),
      encode: encodings,
      credentials: credentialsFor(writeKey),
      target: targetsOf(operation, writeKey),
      method: methodsOf(operation),
      contentType: fc.constantFrom(
        operation.contentType,
        'text/plain',
        'application/json; charset=utf-8',
        'a/b;;',
        '',
      ),
      more: harmlessHeaders,
    })
    .map(parts => assemble(operation, parts));
}

type Choice = { readonly value: string; readonly isGood: boolean };

function assemble(
  operation: Operation,
  parts: {
    readonly body: BodyText | undefined;
    readonly encode: (plain: Buffer) => Encoded;
    readonly credentials: Credentials;
    readonly target: Choice;
    readonly method: Choice;
    readonly contentType: string | undefined;
    readonly more: Readonly<Record<string, string>>;
  },
): FuzzRequest {
  const { body, encode, credentials, target, method, contentType, more } = parts;
  const hasBody = body !== undefined && !['GET', 'HEAD', 'TRACE'].includes(method.value);
  const encoded = hasBody ? encode(body.bytes) : undefined;
  const joint = target.value.includes('?') ? '&' : '?';
  const chosen = [body, encoded, credentials, target, method].filter(part => part !== undefined);
  return {
    method: method.value,
    target: credentials.query === '' ? target.value : `${target.value}${joint}${credentials.query}`,
    headers: {
      ...more,
      ...credentials.headers,
      ...(contentType !== undefined && hasBody && { 'content-type': contentType }),
      ...(encoded?.contentEncoding !== undefined && { 'content-encoding': encoded.contentEncoding }),
    },
    body: encoded?.bytes,
    operation: target.isGood ? operation : undefined,
    plain: hasBody ? body.bytes : undefined,
    isGood:
      operation.schema !== undefined && operation.path !== '/token' && chosen.every(part => part.isGood),
  };
}

function bodiesOf({ schema }: Operation, { components }: OpenApi): Arbitrary<BodyText | undefined> {
  return schema === undefined ? fc.constant(undefined) : jsonBodies(valuesOf(schema, components.schemas));
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];

function methodsOf({ method }: Operation): Arbitrary<Choice> {
  return fc.oneof(
    { weight: 20, arbitrary: fc.constant({ value: method, isGood: true }) },
    { weight: 1, arbitrary: fc.constantFrom(...METHODS).map(value => ({ value, isGood: value === method })) },
  );
}

function targetsOf({ path }: Operation, writeKey: string): Arbitrary<Choice> {
  const named = path.replace('{writeKey}', writeKey).replace('{file}', 'queryString.bundle.js');
  const junk = fc
    .string({ unit: 'binary', maxLength: 30 })
    .map(text => encodeURIComponent(text.toWellFormed()));
  return fc.oneof(
    {
      weight: 16,
      arbitrary: path.startsWith('/v1/pixel/') ? imageTargets(path, writeKey) : fc.constant(right(named)),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        right(`${named}/`),
        right(`/${named}`),
        right(named.replace('/v1/', '/V1//')),
      ),
    },
    { weight: 1, arbitrary: junk.map(text => right(`${named}?${text}=${text}`)) },
    { weight: 1, arbitrary: junk.map(text => wrong(`${named}/${text}x`)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...[
          '/',
          '/v1',
          '/v1/',
          '/v1/none',
          '/%',
          '/%E0%A4%A',
          '/v1/..%2f..%2fetc/passwd',
          '/../../etc/passwd',
          `/${'a/'.repeat(2_000)}`,
          '*',
        ].map(wrong),
      ),
    },
  );
}

function imageTargets(path: string, writeKey: string): Arbitrary<Choice> {
  const data = fc
    .jsonValue()
    .map(value => Buffer.from(JSON.stringify({ writeKey, userId: 'u', value })).toString('base64url'));
  const parameter = fc
    .string({ unit: 'binary', maxLength: 20 })
    .map(text => encodeURIComponent(text.toWellFormed()));
  return fc.oneof(
    data.map(text => right(`${path}?data=${text}`)),
    fc
      .tuple(parameter, parameter)
      .map(([name, value]) => right(`${path}?writeKey=${writeKey}&userId=u&properties.${name}=${value}`)),
    parameter.map(text => right(`${path}?data=${text}`)),
    fc.constant(right(`${path}?${'a.'.repeat(3_000)}=1`)),
  );
}

function right(value: string): Choice {
  return { value, isGood: true };
}

function wrong(value: string): Choice {
  return { value, isGood: false };
}

const latin = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter(code => code !== 0x7f)
    .map(code => String.fromCharCode(code)),
  maxLength: 60,
});

/** Headers that must not change what becomes of a request. */
const harmlessHeaders: Arbitrary<Record<string, string>> = fc.record(
  {
    origin: fc.oneof(fc.webUrl(), fc.constantFrom('null', '*', 'https://evil.example'), latin),
    'user-agent': fc.oneof(latin, fc.constantFrom('Googlebot/2.1', '', 'x'.repeat(5_000))),
    'x-forwarded-for': fc.oneof(fc.ipV4(), fc.ipV6(), latin),
    traceparent: fc.oneof(latin, fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')),
    'access-control-request-headers': latin,
    anonymousid: latin,
    'x-retry-count': fc.nat().map(String),
    cookie: latin,
  },
  { requiredKeys: [] },
);
