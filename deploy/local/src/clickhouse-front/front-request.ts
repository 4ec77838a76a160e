import type { IncomingHttpHeaders } from 'node:http';
import { refusal } from './clickhouse-error.ts';

/** What a request asks for besides its SQL. */
export type FrontRequest = Readonly<{
  /** The statement of the URL; the body follows it. */
  query: string | undefined;
  queryId: string | undefined;
  database: string | undefined;
  defaultFormat: string | undefined;
  settings: ReadonlyMap<string, string>;
  /** Values of `{name:Type}` placeholders, escaped as ClickHouse's HTTP interface has them. */
  params: ReadonlyMap<string, string>;
  /** GET may look, not change: as with a server. */
  readOnly: boolean;
  /** Nothing is answered before the query has ended, so that its status is certain. */
  waitForEnd: boolean;
}>;

/** URL parameters that are neither settings nor placeholders. Users and roles are accepted: there is one of each here. */
const NO_SETTINGS = new Set(
  'query query_id database default_format user password role quota_key wait_end_of_query buffer_size'.split(
    ' ',
  ),
);
/** They would need a state that outlives the request, or ClickHouse's own block compression. */
const REFUSED = ['session_id', 'compress', 'decompress'];
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

type RequestLine = Readonly<{ method: string; url: URL; headers: IncomingHttpHeaders }>;

/** @throws ClickhouseError for a parameter that would be ignored silently. */
export function parseFrontRequest({ method, url, headers }: RequestLine): FrontRequest {
  const values = url.searchParams;
  const refused = REFUSED.find(name => (values.get(name) ?? '0') !== '0');
  if (refused !== undefined)
    throw refusal('notImplemented', `The URL parameter ${refused} is not supported here.`);
  return {
    query: values.get('query') ?? undefined,
    queryId: values.get('query_id') ?? undefined,
    database: values.get('database') ?? textHeader(headers['x-clickhouse-database']),
    defaultFormat: values.get('default_format') ?? textHeader(headers['x-clickhouse-format']),
    settings: new Map([...values].filter(([name]) => isSetting(name)).map(checkName)),
    params: placeholders(values),
    readOnly: method === 'GET',
    waitForEnd: values.get('wait_end_of_query') === '1',
  };
}

/** The `param_*` fields of a URL or of a multipart body. */
export function placeholders(fields: Iterable<readonly [string, string]>): ReadonlyMap<string, string> {
  const named = [...fields].filter(([name]) => name.startsWith('param_'));
  return new Map(named.map(([name, value]) => checkName([name.slice('param_'.length), value])));
}

function isSetting(name: string): boolean {
  return !NO_SETTINGS.has(name) && !REFUSED.includes(name) && !name.startsWith('param_');
}

function checkName([name, value]: [string, string]): [string, string] {
  if (!NAME.test(name)) throw refusal('badArguments', `"${name}" is no name of a setting or placeholder.`);
  return [name, value];
}

function textHeader(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
